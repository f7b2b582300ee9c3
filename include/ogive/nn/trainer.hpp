// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A network, an optimiser and labelled rows come in; epochs of shuffled minibatches go over the network.
// It prints nothing: whoever wants to see progress passes callbacks. One seed, one result, to the last bit, on any
// number of threads.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <ogive/base/error.hpp>
#include <ogive/nn/dataset.hpp>
#include <ogive/nn/initialise.hpp>
#include <ogive/nn/loss.hpp>
#include <ogive/nn/network.hpp>
#include <ogive/nn/optimiser.hpp>
#include <ogive/nn/random.hpp>
#include <ogive/nn/schedule.hpp>
#include <ogive/nn/worker_pool.hpp>

namespace ogive::nn {

/// Training that cannot go on: the loss is no longer a number.
class training_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Where an epoch stands after a batch, or a whole epoch.
struct training_progress {
  std::size_t epoch = 0;  ///< 1, 2, …
  std::size_t step = 0;   ///< batches done in this epoch
  std::size_t steps = 0;  ///< batches of an epoch
  loss_sum sum;           ///< of this epoch so far, on the rows as they were met
  double seconds = 0;     ///< training time of this epoch so far
};

struct training_options {
  std::size_t epochs = 10;
  std::size_t batch = 32;
  std::uint64_t seed = 1;    ///< decides the first weights and the order of the rows
  std::size_t threads = 1;   ///< share the work; the result does not depend on how many they are
  rate_schedule schedule{};  ///< constant if there is none
  std::function<void(const training_progress&)> on_batch{};
  std::function<void(const training_progress&)> on_epoch{};
};

/// The moments of everything a network learns, and the step it has come to.
template <class Network, class Optimiser>
class network_optimiser {
 public:
  using value_type = typename Network::value_type;

  network_optimiser(Network& net, const Optimiser& optimiser) : net_(net), optimiser_(optimiser) {
    using moments = moments_of<value_type, Optimiser>;
    for (std::size_t i = 0; i != net.depth(); ++i) {
      const auto& layer = net.layer(i);
      moments_.push_back({moments(layer.weight), moments(layer.bias), moments(layer.parameters)});
    }
  }

  /// Begins a step, with `factor` times the optimiser's rate.
  void begin(double factor = 1) {
    ++steps_;
    Optimiser now = optimiser_;
    now.rate *= factor;
    epilogues_.clear();
    for (std::size_t i = 0; i != net_.depth(); ++i) {
      auto& layer = net_.layer(i);
      epilogues_.push_back({moments_[i][0].step(layer.weight, now, steps_),
                            moments_[i][1].step(layer.bias, now, steps_),
                            moments_[i][2].step(layer.parameters, now, steps_)});
    }
  }

  /// Of the step's work the share of one of `workers`: blocks of the gradient, each applied where the backward product
  /// makes it, and the new weights put, transposed, into the tape. Shape: x is the input of the last forward; every δ
  /// is in the tape.
  void step(matrix_view<const value_type> x, typename Network::tape_type& tape, std::size_t worker,
            std::size_t workers) {
    for (std::size_t i = 0; i != net_.depth(); ++i) {
      const auto& layer = net_.layer(i);
      const row_range own = row_range{0, layer.blocks()}.share(worker, workers);
      for (std::size_t block = own.first; block != own.last; ++block) {
        layer.gradient(Network::input(x, tape, i), tape[i], block, epilogues_[i]);
        layer.transpose_weight(block, tape[i]);
      }
    }
  }

 private:
  Network& net_;
  Optimiser optimiser_;
  struct epilogues {
    detail::apply_step<value_type, Optimiser> weight, bias, parameters;
  };
  std::vector<std::array<moments_of<value_type, Optimiser>, 3>> moments_;  // weight, bias, parameters of each layer
  std::vector<epilogues> epilogues_;                                       // of the step at hand
  std::uint64_t steps_ = 0;
};

namespace detail {

template <class Element>
void require_shape(const char* call, const labelled_rows<Element>& rows, std::size_t inputs, std::size_t outputs) {
  if (rows.rows() == 0) ogive::detail::fail("%s: there are no rows; pass at least one", call);
  if (rows.columns != inputs || rows.classes != outputs || rows.elements.size() != rows.rows() * rows.columns) {
    ogive::detail::fail(
        "%s: %zu rows of %zu elements (%zu in all) and %zu classes do not fit a network of %zu inputs and %zu outputs; "
        "make the two agree",
        call, rows.rows(), rows.columns, rows.elements.size(), rows.classes, inputs, outputs);
  }
}

inline void require_finite_loss(const training_progress& at) {
  if (std::isfinite(at.sum.loss)) return;
  throw training_error(std::string("ogive::nn::train: the loss is ") +
                       (std::isnan(at.sum.loss) ? "not a number" : "infinite") + " in epoch " +
                       std::to_string(at.epoch) + ", batch " + std::to_string(at.step) + " of " +
                       std::to_string(at.steps) + "; lower the learning rate");
}

}  // namespace detail

/// Initialises the network and trains it on softmax cross entropy; returns the state after each epoch.
///
/// Every epoch visits each row once in a new random order; the last batch takes what is left over. A step is two rounds
/// of the threads: over the rows of the batch, forward and back down to every δ; over the blocks of the weights, the
/// gradient and the update. Errors: shapes that do not fit, 0 threads, `data_error` for rows that are not finite,
/// `training_error` for such a loss.
template <class Layers, class Optimiser, class Element>
std::vector<training_progress> train(network<Layers>& net, const Optimiser& optimiser,
                                     const labelled_rows<Element>& rows, const training_options& options = {}) {
  using value_type = typename network<Layers>::value_type;
  using clock = std::chrono::steady_clock;
  detail::require_shape("ogive::nn::train", rows, net.inputs(), net.outputs());
  if (options.batch == 0) ogive::detail::fail("ogive::nn::train: a batch of 0 rows; pass at least 1");
  const std::size_t most = std::min(options.batch, rows.rows());
  generator random(options.seed);
  initialise(net, random);
  network_optimiser<network<Layers>, Optimiser> state(net, optimiser);
  auto tape = net.make_tape(most);
  matrix<value_type> x(most, rows.columns);
  matrix<value_type> gradient(most, rows.classes);
  std::vector<std::uint8_t> labels(most);
  std::vector<row_loss> losses(most);
  std::vector<std::uint32_t> order(rows.rows());
  std::iota(order.begin(), order.end(), 0U);
  worker_pool pool(options.threads);
  net.transpose_weights(tape);

  const std::uint64_t steps = options.epochs * ((rows.rows() + most - 1) / most);
  std::uint64_t step = 0;
  std::vector<training_progress> history;
  for (std::size_t epoch = 1; epoch <= options.epochs; ++epoch) {
    const auto begin = clock::now();
    training_progress at;
    at.epoch = epoch;
    at.steps = (rows.rows() + most - 1) / most;
    shuffle(order, random);
    for (std::size_t first = 0; first < order.size(); first += most) {
      const std::size_t count = std::min(most, order.size() - first);
      const auto chosen = std::span<const std::uint32_t>(order).subspan(first, count);
      const matrix_view<const value_type> input = std::as_const(x).first_rows(count);
      const matrix_view<value_type> upstream = gradient.first_rows(count);
      pool.run([&](std::size_t worker) {
        const row_range own = row_range{0, count}.share(worker, pool.size());
        rows.gather(chosen.subspan(own.first, own.size()), x.some_rows(own),
                    std::span(labels).subspan(own.first, own.size()));
        net.forward(input, own, tape);
        softmax_cross_entropy<value_type>(net.outputs(count, tape), labels, own, upstream, losses);
        net.receive(upstream, own, tape);
      });
      at.sum += sum_of(std::span(losses).first(count));
      ++at.step;
      detail::require_finite_loss(at);  // before the step: the weights stay what they were
      state.begin(options.schedule ? options.schedule(step, steps) : 1.0);
      ++step;
      const std::size_t behind = first + count;
      const auto next = std::span<const std::uint32_t>(order).subspan(behind, std::min(most, order.size() - behind));
      pool.run([&](std::size_t worker) {
        const row_range own = row_range{0, next.size()}.share(worker, pool.size());
        rows.prefetch(next.subspan(own.first, own.size()));
        state.step(input, tape, worker, pool.size());
      });
      at.seconds = std::chrono::duration<double>(clock::now() - begin).count();
      if (options.on_batch) options.on_batch(at);
    }
    history.push_back(at);
    if (options.on_epoch) options.on_epoch(at);
  }
  return history;
}

/// Loss and accuracy of a network on labelled rows, in batches of 256.
template <class Layers, class Element>
loss_sum evaluate(const network<Layers>& net, const labelled_rows<Element>& rows) {
  using value_type = typename network<Layers>::value_type;
  constexpr std::size_t most = 256;
  detail::require_shape("ogive::nn::evaluate", rows, net.inputs(), net.outputs());
  auto tape = net.make_tape(most);
  matrix<value_type> x(most, rows.columns);
  matrix<value_type> gradient(most, rows.classes);
  std::vector<std::uint8_t> labels(most);
  std::vector<row_loss> losses(most);
  std::vector<std::uint32_t> order(rows.rows());
  std::iota(order.begin(), order.end(), 0U);
  loss_sum sum;
  for (std::size_t first = 0; first < order.size(); first += most) {
    const std::size_t count = std::min(most, order.size() - first);
    rows.gather(std::span<const std::uint32_t>(order).subspan(first, count), x.view(), std::span(labels));
    const auto output = net.infer(std::as_const(x).first_rows(count), tape);
    softmax_cross_entropy<value_type>(output, labels, {0, count}, gradient.first_rows(count), losses);
    sum += sum_of(std::span(losses).first(count));
  }
  return sum;
}

}  // namespace ogive::nn
