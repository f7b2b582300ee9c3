// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A network and an optimiser come in, and after each batch the δ of all layers; one step of everything
// that learns goes out. What it remembers, the moments, can be read and put back.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <ogive/base/error.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/network.hpp>
#include <ogive/nn/optimiser.hpp>

namespace ogive::nn {

/// The moments of everything a network learns, and the step it has come to. Layers in `frozen` keep what they are.
/// Errors: a frozen layer that is not there, or no layer that learns.
template <class Network, class Optimiser>
class network_optimiser {
 public:
  using value_type = typename Network::value_type;

  network_optimiser(Network& net, const Optimiser& optimiser, const std::vector<std::size_t>& frozen = {})
      : net_(net), optimiser_(optimiser), learns_(net.depth(), true) {
    for (const std::size_t layer : frozen) {
      if (layer >= net.depth()) {
        ogive::detail::fail("ogive::nn: layer %zu of %zu layers cannot be frozen; they are counted from 0", layer,
                            net.depth());
      }
      learns_[layer] = false;
    }
    if (std::ranges::find(learns_, true) == learns_.end())
      ogive::detail::fail("ogive::nn: all %zu layers are frozen; leave one that learns", net.depth());
    using moments = moments_of<value_type, Optimiser>;
    for (std::size_t i = 0; i != net.depth(); ++i) {
      const auto& layer = net.layer(i);
      if (learns_[i]) moments_.push_back({moments(layer.weight), moments(layer.bias), moments(layer.parameters)});
      else moments_.emplace_back();
    }
  }

  [[nodiscard]] bool learns(std::size_t layer) const { return learns_[layer]; }
  /// The lowest layer that learns: no δ below it is of use.
  [[nodiscard]] std::size_t lowest() const {
    return static_cast<std::size_t>(std::ranges::find(learns_, true) - learns_.begin());
  }
  [[nodiscard]] std::uint64_t steps() const { return steps_; }

  /// Begins a step, with `factor` times the optimiser's rate.
  void begin(double factor = 1) {
    ++steps_;
    Optimiser now = optimiser_;
    now.rate *= factor;
    epilogues_.clear();
    for (std::size_t i = 0; i != net_.depth(); ++i) {
      auto& layer = net_.layer(i);
      if (learns_[i]) {
        epilogues_.push_back({moments_[i][0].step(layer.weight, now, steps_),
                              moments_[i][1].step(layer.bias, now, steps_),
                              moments_[i][2].step(layer.parameters, now, steps_)});
      } else {
        epilogues_.emplace_back();
      }
    }
  }

  /// Of the step's work the share of one of `workers`: blocks of the gradient, each applied where the backward product
  /// makes it, and the new weights put, transposed, into the tape. Shape: x is the input of the last forward; every δ
  /// from the lowest layer that learns on is in the tape.
  void step(matrix_view<const value_type> x, typename Network::tape_type& tape, std::size_t worker,
            std::size_t workers) {
    for (std::size_t i = 0; i != net_.depth(); ++i) {
      if (!learns_[i]) continue;
      const auto& layer = net_.layer(i);
      const row_range own = row_range{0, layer.blocks()}.share(worker, workers);
      for (std::size_t block = own.first; block != own.last; ++block) {
        layer.gradient(Network::input(x, tape, i), tape[i], block, epilogues_[i]);
        layer.transpose_weight(block, tape[i]);
      }
    }
  }

  /// What an optimiser remembers of a layer's weight, bias and parameters.
  struct layer_moments {
    moments_of<value_type, Optimiser>*weight, *bias, *parameters;
  };
  [[nodiscard]] layer_moments moments(std::size_t layer) {
    auto& [weight, bias, parameters] = moments_[layer];
    return {&weight, &bias, &parameters};
  }

  /// Goes on as after so many steps, with moments that are put back through `moments`.
  void resume_at(std::uint64_t steps) { steps_ = steps; }

 private:
  Network& net_;
  Optimiser optimiser_;
  std::vector<bool> learns_;
  struct epilogues {
    detail::apply_step<value_type, Optimiser> weight, bias, parameters;
  };
  std::vector<std::array<moments_of<value_type, Optimiser>, 3>> moments_;  // weight, bias, parameters of each layer
  std::vector<epilogues> epilogues_;                                       // of the step at hand
  std::uint64_t steps_ = 0;
};

}  // namespace ogive::nn
