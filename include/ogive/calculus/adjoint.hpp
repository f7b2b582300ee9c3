// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. Reverse mode, for formulas that read rows: a program goes in, the program of its vector-Jacobian
// product comes out. Σ over a row and its counterpart, one number beside each column, exchange their places.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ogive/calculus/derive.hpp>
#include <ogive/calculus/exact.hpp>
#include <ogive/program/program.hpp>

namespace ogive {
namespace detail {

/// The inputs of a vector-Jacobian product beside those of its program: one upstream gradient for each result.
inline constexpr std::array<std::string_view, 8> upstream_names{"upstream",   "upstream_2", "upstream_3", "upstream_4",
                                                                "upstream_5", "upstream_6", "upstream_7", "upstream_8"};

/// Carries the adjoints of the results back to the inputs and parameters.
class adjoint_pass : differentiation {
 public:
  using position = program::position;

  constexpr adjoint_pass(const program& from, program& to, std::uint64_t channels)
      : differentiation(from, to, channels), to_(&to) {}

  /// seed(r, varies) is the leaf that is the adjoint of result r, which varies between the columns or not.
  template <class Seed>
  constexpr void run(Seed seed) {
    for (const instruction& step : from_->code) copy_value(step);
    adjoints_.assign(from_->code.size(), -1);
    for (std::size_t r = 0; r != from_->results.size(); ++r) {
      const position result = from_->results[r];
      add(result, out_.emit(seed(r, out_.varies(values_[static_cast<std::size_t>(result)]))), false);
    }
    for (std::size_t k = from_->code.size(); k-- != 0;) {
      if (adjoints_[k] >= 0) propagate(from_->code[k], static_cast<position>(k));
    }
  }

  /// Result r of the program itself.
  constexpr position result(std::size_t r) const { return values_[static_cast<std::size_t>(from_->results[r])]; }

  /// The adjoint of an input or a parameter; 0 if no result depends on it.
  constexpr position of(symbol_slot symbol) {
    for (std::size_t k = 0; k != from_->code.size(); ++k) {
      const instruction& step = from_->code[k];
      if (step.op == symbol.kind && step.arguments[0] == symbol.slot && adjoints_[k] >= 0) return adjoints_[k];
    }
    return number(0);
  }

 private:
  program* to_;
  list<position> adjoints_;  // of each step of the program, −1 while there is none

  /// Adds to the adjoint of a step. What reaches one number of a row from each column is summed over the row.
  constexpr void add(position step, position contribution, bool from_each_column) {
    if ((*from_)[step].op == operation::number) return;
    position& sum = adjoints_[static_cast<std::size_t>(step)];
    if (from_each_column && !out_.varies(values_[static_cast<std::size_t>(step)]))
      contribution = out_.row_sum(contribution);
    sum = sum < 0 ? contribution : joined(sum, contribution);
  }

  /// where(c, a, 0) + where(c, 0, b) = where(c, a, b): what comes back from both branches of one choice.
  constexpr position joined(position p, position q) {
    const instruction u = (*to_)[p], v = (*to_)[q];
    const bool one_choice =
        is_choice(u) && u.op == v.op && u.arguments[0] == v.arguments[0] && u.arguments[1] == v.arguments[1];
    if (one_choice && is_zero(u.arguments[3]) && is_zero(v.arguments[2]))
      return emit(u.op, u.arguments[0], u.arguments[1], u.arguments[2], v.arguments[3]);
    if (one_choice && is_zero(u.arguments[2]) && is_zero(v.arguments[3]))
      return emit(u.op, u.arguments[0], u.arguments[1], v.arguments[2], u.arguments[3]);
    return out_.add(p, q);
  }

  static constexpr bool is_choice(const instruction& i) {
    return i.op == operation::where_less || i.op == operation::where_less_equal;
  }

  /// Is an adjoint 0 in some columns by a choice? The derivative that it is multiplied by may be infinite there.
  [[nodiscard]] constexpr bool is_masked(position p) const {
    const instruction& i = (*to_)[p];
    if (is_choice(i)) return true;
    if (i.op == operation::at_column) return true;
    if (i.op == operation::multiply) return is_number_at(i.arguments[0]) && is_masked(i.arguments[1]);
    if (i.op == operation::negate) return is_masked(i.arguments[0]);
    return (i.op == operation::add || i.op == operation::subtract) &&
           (is_masked(i.arguments[0]) || is_masked(i.arguments[1]));
  }
  [[nodiscard]] constexpr bool is_number_at(position p) const { return (*to_)[p].op == operation::number; }

  /// apply(adjoint) for a linear function, inside the choices that the adjoint is made of: never 0 · ∞.
  template <class Linear>
  constexpr position inside(position adjoint, const Linear& apply) {
    if (is_zero(adjoint)) return adjoint;
    if (!is_masked(adjoint)) return apply(adjoint);
    const instruction i = (*to_)[adjoint];
    const position a = i.arguments[0], b = i.arguments[1], c = i.arguments[2], d = i.arguments[3];
    switch (i.op) {
      case operation::where_less:
      case operation::where_less_equal: {
        const position chosen = inside(c, apply), otherwise = inside(d, apply);
        return emit(i.op, a, b, chosen, otherwise);
      }
      case operation::at_column: {
        const position chosen = inside(b, apply), otherwise = inside(c, apply);
        return emit(i.op, a, chosen, otherwise);
      }
      case operation::negate: return out_.scale(-1, inside(a, apply));
      case operation::multiply: return out_.scale((*to_)[a].value, inside(b, apply));
      default: {
        const position first = inside(a, apply), second = inside(b, apply);
        return i.op == operation::add ? out_.add(first, second) : out_.subtract(first, second);
      }
    }
  }
  constexpr position times(position adjoint, position v) {
    return inside(adjoint, [&](position p) { return out_.multiply(p, v); });
  }

  constexpr void propagate(const instruction& step, position at) {
    const position adjoint = adjoints_[static_cast<std::size_t>(at)], zero = number(0);
    const bool varies = out_.varies(values_[static_cast<std::size_t>(at)]);
    const auto u = [&](int k) { return value(step, k); };
    const auto pass = [&](int k, position p) { add(step.arguments[static_cast<std::size_t>(k)], p, varies); };
    switch (step.op) {
      case operation::number:
      case operation::input:
      case operation::parameter:
      case operation::row_size:
      case operation::row_input:
      case operation::row_argmax: break;
      case operation::add: pass(0, adjoint), pass(1, adjoint); break;
      case operation::subtract: pass(0, adjoint), pass(1, out_.scale(-1, adjoint)); break;
      case operation::negate: pass(0, out_.scale(-1, adjoint)); break;
      case operation::multiply: pass(0, times(adjoint, u(1))), pass(1, times(adjoint, u(0))); break;
      // q = u/v: ū = q̄/v, v̄ = −q̄·q/v
      case operation::divide: {
        pass(0, inside(adjoint, [&](position p) { return out_.divide(p, u(1)); }));
        const position q = values_[static_cast<std::size_t>(at)];
        pass(1, out_.scale(-1, inside(adjoint, [&](position p) { return out_.divide(out_.multiply(p, q), u(1)); })));
        break;
      }
      case operation::where_less:
      case operation::where_less_equal:
        if (step.value != 0) kink_rule_in_row();
        pass(2, emit(step.op, u(0), u(1), adjoint, zero));
        pass(3, emit(step.op, u(0), u(1), zero, adjoint));
        break;
      // Σ u: each ūⱼ is the adjoint of the sum; max u: it goes to the first maximum
      case operation::row_sum: pass(0, adjoint); break;
      case operation::row_max:
        pass(0, emit(operation::at_column, emit(operation::row_argmax, u(0)), adjoint, zero));
        break;
      case operation::row_pick: pass(0, emit(operation::at_column, u(1), adjoint, zero)); break;
      case operation::at_column:
        pass(1, emit(operation::at_column, u(0), adjoint, zero));
        pass(2, emit(operation::at_column, u(0), zero, adjoint));
        break;
      case operation::with_gradient: pass(1, adjoint); break;
      default:
        for (int k = 0; k != arity(step.op); ++k) pass(k, times(adjoint, partial_derivative(step, k)));
    }
  }

  // not constexpr: in a constant expression the call is the message
  static void kink_rule_in_row() {
    fail(
        "ogive: at_kink<policy>(f) in a formula that reads rows: its left and right are those of one input, not of a "
        "row");
  }
};

}  // namespace detail

/// The vector-Jacobian product of a program: its inputs and an upstream gradient for each result go in; the gradients
/// of the symbols come out. `channels` has a bit for each parameter with a value for each column; the gradient of
/// another parameter is its share of a row.
constexpr program vector_jacobian_product(const program& from, const detail::list<symbol_slot>& symbols,
                                          std::uint64_t channels, bool with_values = false) {
  program to = from.fresh();
  for (std::size_t r = 0; r != from.results.size(); ++r) to.inputs.push_back(detail::upstream_names[r]);
  detail::adjoint_pass pass(from, to, channels);
  pass.run([&](std::size_t r, bool varies) {
    const int slot = static_cast<int>(from.inputs.size() + r);
    return instruction{.op = varies ? operation::input : operation::row_input,
                       .arguments = {detail::narrow(slot), -1, -1, -1}};
  });
  for (std::size_t r = 0; with_values && r != from.results.size(); ++r) to.results.push_back(pass.result(r));
  for (const symbol_slot s : symbols) to.results.push_back(pass.of(s));
  return without_dead_code(std::move(to));
}

/// The gradient of a program whose result is one number for a row: ∂f/∂xⱼ beside each column j.
constexpr program gradient_of_row(const program& from, symbol_slot symbol) {
  program to = from.fresh();
  detail::adjoint_pass pass(from, to, 0);
  pass.run([](std::size_t, bool) { return instruction{.op = operation::number, .value = 1}; });
  to.results.push_back(pass.of(symbol));
  return without_dead_code(std::move(to));
}

}  // namespace ogive
