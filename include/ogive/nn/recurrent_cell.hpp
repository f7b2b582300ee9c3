// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. An activation comes in, the pointwise part of a recurrent cell goes out: one formula from what the input
// and the last step add to each gate, and the last states, to the next states. Its derivatives are the calculus's work.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <ogive/activations/sigmoids.hpp>
#include <ogive/calculus/programs.hpp>
#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::nn {
namespace detail {

// What the input adds to gate 0, 1, …, what the last hidden state adds, and the last states. By these names a network
// finds the inputs of a cell's formula.
inline constexpr auto from_input0 = symbols::input<"input0">;
inline constexpr auto from_input1 = symbols::input<"input1">;
inline constexpr auto from_input2 = symbols::input<"input2">;
inline constexpr auto from_input3 = symbols::input<"input3">;
inline constexpr auto from_hidden0 = symbols::input<"hidden0">;
inline constexpr auto from_hidden1 = symbols::input<"hidden1">;
inline constexpr auto from_hidden2 = symbols::input<"hidden2">;
inline constexpr auto from_hidden3 = symbols::input<"hidden3">;
inline constexpr auto last_state = symbols::input<"state0">;
inline constexpr auto last_cell = symbols::input<"state1">;

}  // namespace detail

/// h ← f(W·x + b + U·h). Elman 1990, Cognitive Science 14.
template <auto F = activations::tanh>
struct elman {
  static constexpr std::string_view name = "elman";
  static constexpr std::size_t gates = 1;   ///< products that it takes of the input, and of the last hidden state
  static constexpr std::size_t states = 1;  ///< the hidden state first
  static constexpr auto formula = F(detail::from_input0 + detail::from_hidden0);
  static constexpr std::array<double, gates> first_bias{0};
};

/// u = σ(W₀·x + b₀ + U₀·h), r = σ(W₁·x + b₁ + U₁·h), n = f(W₂·x + b₂ + r ∘ U₂·h), h ← (1 − u) ∘ n + u ∘ h.
///
/// Cho et al. 2014, arXiv:1406.1078, with r after the product.
template <auto F = activations::tanh>
struct gru {
  static constexpr std::string_view name = "gru";
  static constexpr std::size_t gates = 3;
  static constexpr std::size_t states = 1;
  static constexpr auto update = sigmoid(detail::from_input0 + detail::from_hidden0);
  static constexpr auto reset = sigmoid(detail::from_input1 + detail::from_hidden1);
  static constexpr auto fresh = F(detail::from_input2 + reset * detail::from_hidden2);
  static constexpr auto formula = (1 - update) * fresh + update * detail::last_state;
  static constexpr std::array<double, gates> first_bias{0, 0, 0};
};

/// i, g, o = σ of their gates, n = f of the third, c ← g ∘ c + i ∘ n, h ← o ∘ f(c).
///
/// Hochreiter, Schmidhuber 1997, with the forget gate g of Gers et al. 2000, whose bias begins at 1 as Jozefowicz et
/// al. 2015 advise.
template <auto F = activations::tanh>
struct lstm {
  static constexpr std::string_view name = "lstm";
  static constexpr std::size_t gates = 4;
  static constexpr std::size_t states = 2;  ///< h, c
  static constexpr auto cell =
      sigmoid(detail::from_input1 + detail::from_hidden1) * detail::last_cell +
      sigmoid(detail::from_input0 + detail::from_hidden0) * F(detail::from_input2 + detail::from_hidden2);
  static constexpr auto formula = results(sigmoid(detail::from_input3 + detail::from_hidden3) * F(cell), cell);
  static constexpr std::array<double, gates> first_bias{0, 1, 0, 0};
};

namespace detail {

/// One input of a cell's formula: which kind, and which of these.
struct cell_input {
  enum class kind : unsigned char { input, hidden, state } what;
  std::size_t index;
};

/// The inputs of a cell's formula in the order in which calls take them.
template <class Cell>
inline constexpr auto cell_inputs = [] {
  constexpr const auto& program = program_of<Cell::formula>;
  std::array<cell_input, program.inputs.size()> inputs{};
  for (std::size_t k = 0; k != inputs.size(); ++k) {
    const std::string_view name = program.inputs[k];
    const auto index = static_cast<std::size_t>(name.back() - '0');
    inputs[k] = {name.starts_with("input")    ? cell_input::kind::input
                 : name.starts_with("hidden") ? cell_input::kind::hidden
                                              : cell_input::kind::state,
                 index};
  }
  return inputs;
}();

}  // namespace detail
}  // namespace ogive::nn
