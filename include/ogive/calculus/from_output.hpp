// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. A formula of one input goes in; out comes its derivative as a program over its value, if it is a
// function of that: sigmoid' = y·(1 − y). What the value was computed from is found by inverse functions.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <ogive/calculus/backward_needs.hpp>
#include <ogive/calculus/exact.hpp>
#include <ogive/program/program.hpp>

namespace ogive {
namespace detail {

class output_writer : need_analysis {
 public:
  /// The derivative by the input is written over the inputs y and upstream, and multiplied by the latter.
  constexpr explicit output_writer(const program& value) : need_analysis(value, false) {
    to_.parameters = value.parameters;
    to_.rules = value.rules;
    to_.inputs.push_back("y");
    to_.inputs.push_back("upstream");
  }

  /// The program; it has no result if there is none.
  constexpr program written() {
    if (inputs_ != 1 || outputs_.size() != 1 || over_rows_) return to_;
    expressions e;
    e.assign(all_.code.size(), -1);
    const position y = to_.emit({.op = operation::input, .arguments = {0, -1, -1, -1}});
    const position upstream = to_.emit({.op = operation::input, .arguments = {1, -1, -1, -1}});
    const position slope = from(outputs_[0], y, e, {});
    if (slope < 0) return to_;
    to_.results.push_back(multiply(upstream, slope));
    return rewrite_exactly(to_);
  }

 private:
  using expressions = list<position>;  // for each step of all_: where it stands in to_, or −1
  program to_;

  constexpr position number(double v) { return to_.emit_number(v); }
  constexpr position of(operation op, position u) { return to_.emit(op, u); }
  constexpr position add(position u, position v) { return to_.emit(operation::add, u, v); }
  constexpr position subtract(position u, position v) { return to_.emit(operation::subtract, u, v); }
  constexpr position multiply(position u, position v) { return to_.emit(operation::multiply, u, v); }
  constexpr position divide(position u, position v) { return to_.emit(operation::divide, u, v); }

  /// The derivative when the step at a position has the value v, −1 if that does not tell.
  constexpr position from(position at, position v, expressions e, const situation& s) {
    for (;;) {
      e[static_cast<std::size_t>(at)] = v;
      if (const position slope = computed(e, s); slope >= 0) return slope;
      const instruction& i = all_[at];
      if (is_choice(i)) return from_both(i, v, e, s);
      const position before = inverted(i, s);
      if (before < 0) return -1;
      v = inverse(i, before, v, e, s);
      if (v < 0) return -1;
      at = before;
    }
  }

  /// What follows from the known steps; the derivative, or −1.
  constexpr position computed(expressions& e, const situation& s) {
    for (std::size_t k = 0; k != all_.code.size(); ++k) {
      if (e[k] >= 0) continue;
      const instruction& i = all_.code[k];
      if (is_input(i)) continue;
      if (const int branch = is_choice(i) ? decided(i, s) : -1; branch >= 0) {
        e[k] = e[static_cast<std::size_t>(i.arguments[branch])];
        continue;
      }
      if (const position p = related(i, e); p >= 0) {
        e[k] = p;
        continue;
      }
      instruction moved = i;
      bool all = true;
      for (int a = 0; a != arity(i.op); ++a) {
        const position argument = e[static_cast<std::size_t>(i.arguments[a])];
        all = all && argument >= 0;
        moved.arguments[a] = narrow(argument);
      }
      // 0 · ∞ where the output has reached its limit
      if (all && i.op == operation::multiply && varies(i.arguments[0]) && varies(i.arguments[1])) {
        const position u = moved.arguments[0], p = to_.emit(operation::attenuate, u, moved.arguments[1]);
        const bool is_square = i.arguments[0] == i.arguments[1];
        e[k] = is_square ? to_.emit(moved) : to_.emit(operation::where_less, number(0), of(operation::abs, u), p, u);
        continue;
      }
      if (all) e[k] = to_.emit(moved);
    }
    return e[static_cast<std::size_t>(derivatives_[0])];
  }

  [[nodiscard]] constexpr bool varies(position p) const { return depends_on_input(all_, p); }

  [[nodiscard]] constexpr position value_of(operation op, position argument, const expressions& e) const {
    const position p = all_.find({.op = op, .arguments = {narrow(argument), -1, -1, -1}});
    return p < 0 ? -1 : e[static_cast<std::size_t>(p)];
  }

  /// A step by a function of the same argument that is known.
  constexpr position related(const instruction& i, const expressions& e) {
    const position a = i.arguments[0];
    switch (i.op) {
      case operation::sech2:  // (1 − t)·(1 + t)
        if (const position t = value_of(operation::tanh, a, e); t >= 0)
          return multiply(subtract(number(1), t), add(number(1), t));
        return -1;
      case operation::exp:
        if (const position m = value_of(operation::expm1, a, e); m >= 0) return add(number(1), m);
        return -1;
      case operation::sigmoid: {
        if (const position p = value_of(operation::softplus, a, e); p >= 0)
          return of(operation::negate, of(operation::expm1, of(operation::negate, p)));
        // σ(−u) = 1 − σ(u)
        const instruction& argument = all_[a];
        const position opposite = argument.op == operation::negate
                                      ? argument.arguments[0]
                                      : all_.find({.op = operation::negate, .arguments = {narrow(a), -1, -1, -1}});
        const position p = opposite < 0 ? -1 : value_of(operation::sigmoid, opposite, e);
        return p < 0 ? -1 : subtract(number(1), p);
      }
      default: return -1;
    }
  }

  /// The argument `before` of a step with the value v.
  constexpr position inverse(const instruction& i, position before, position v, const expressions& e,
                             const situation& s) {
    const bool first = i.arguments[0] == before;
    const position other =
        arity(i.op) < 2 ? -1 : e[static_cast<std::size_t>(i.arguments[first && i.arguments[1] != before ? 1 : 0])];
    switch (i.op) {
      case operation::add:
        if (const sum_with_root of_root = beside_root(i); of_root.u >= 0) return without_root(of_root, v);
        return other < 0 ? -1 : subtract(v, other);
      case operation::subtract:
        if (const sum_with_root of_root = beside_root(i); of_root.u >= 0) return without_root(of_root, v);
        return other < 0 ? -1 : first ? add(v, other) : subtract(other, v);
      case operation::multiply:
        if (i.arguments[0] == i.arguments[1]) {
          const position root = of(operation::sqrt, at_least_zero(v));
          return values_of(before, s).holds_negative() ? of(operation::negate, root) : root;
        }
        if (cubed(i) >= 0) return signed_power(v, 1.0 / 3);
        return other < 0 ? -1 : divide(v, other);
      case operation::divide:
        // v = u / (c + |u|) is u = c·v / (1 − |v|)
        if (const position c = beside_size(i); c >= 0)
          return divide(multiply(number(all_[c].value), v), subtract(number(1), of(operation::abs, v)));
        // v = u / √(c + s·u²) is u = v·√c / √(1 − s·v²)
        if (const auto [c, factor] = beside_square(i); c >= 0) {
          const position square = multiply(v, v);
          const position rest = subtract(number(1), factor < 0 ? square : multiply(number(all_[factor].value), square));
          return divide(multiply(of(operation::sqrt, number(all_[c].value)), v),
                        of(operation::sqrt, at_least_zero(rest)));
        }
        return other < 0 ? -1 : first ? multiply(v, other) : divide(other, v);
      case operation::pow: {
        const double n = all_[i.arguments[1]].value;
        return is_odd(n) ? signed_power(v, 1 / n) : to_.emit(operation::pow, v, number(1 / n));
      }
      case operation::with_gradient: return v;
      case operation::negate: return of(operation::negate, v);
      case operation::exp: return of(operation::log, v);
      case operation::expm1: return of(operation::log1p, v);
      case operation::log: return of(operation::exp, v);
      case operation::log1p: return of(operation::expm1, v);
      case operation::sqrt: return multiply(v, v);
      case operation::tanh:
        return multiply(number(0.5), subtract(of(operation::log1p, v), of(operation::log1p, of(operation::negate, v))));
      case operation::sigmoid: return subtract(of(operation::log, v), of(operation::log1p, of(operation::negate, v)));
      case operation::softplus:
        return add(v, of(operation::log, of(operation::negate, of(operation::expm1, of(operation::negate, v)))));
      // the float nearest to π/2 is beyond it
      case operation::atan: return divide(of(operation::sin, v), of(operation::abs, of(operation::cos, v)));
      case operation::asinh:
        return multiply(number(0.5), subtract(of(operation::expm1, v), of(operation::expm1, of(operation::negate, v))));
      default: return -1;
    }
  }

  /// What would not be negative, had the output not been rounded.
  constexpr position at_least_zero(position v) { return to_.emit(operation::where_less, v, number(0), number(0), v); }

  /// sign(v)·|v|ⁿ
  constexpr position signed_power(position v, double n) {
    return multiply(of(operation::sign, v), to_.emit(operation::pow, of(operation::abs, v), number(n)));
  }

  /// v = u + k·√(u² + c) + d solved for u
  constexpr position without_root(const sum_with_root& i, position v) {
    const position w = subtract(v, number(i.rest));
    const double k = i.factor, rest = 1 - k * k;
    if (rest == 0) return multiply(number(0.5), subtract(w, divide(number(i.constant), w)));
    const position root = of(operation::sqrt, add(multiply(w, w), number(i.constant * rest)));
    return divide(subtract(w, multiply(number(k), root)), number(rest));
  }

  /// A choice whose branches have no value in common: the value tells which it was.
  constexpr position from_both(const instruction& i, position v, const expressions& e, const situation& s) {
    const branches of = branches_of(i, s);
    if (of.then_values.meets(of.else_values)) return -1;
    const position a = from(i.arguments[2], v, e, of.holds), b = from(i.arguments[3], v, e, of.fails);
    if (a < 0 || b < 0) return -1;
    // from the greatest values down
    const std::span<const interval> first = of.then_values.parts(), second = of.else_values.parts();
    position slope = -1, last = -1;
    interval above{};
    std::size_t f = first.size(), g = second.size();
    while (f != 0 || g != 0) {
      const bool is_first = g == 0 || (f != 0 && second[g - 1].is_before(first[f - 1]));
      const interval here = is_first ? first[--f] : second[--g];
      const position own = is_first ? a : b;
      if (slope < 0) slope = own;
      else if (own != last) slope = up_to(here, above, v, own, slope);
      last = own, above = here;
    }
    return slope;
  }

  /// `own` for values in an interval or below, `next` for those in the one above.
  constexpr position up_to(const interval& here, const interval& above, position v, position own, position next) {
    if (above.low.included) return to_.emit(operation::where_less, v, number(above.low.at), own, next);
    return to_.emit(operation::where_less_equal, v, number(here.high.at), own, next);
  }
};

}  // namespace detail

/// upstream · f' over the value y of f; without a result where f' is no function of it that this library finds.
constexpr program derivative_from_output(const program& value) { return detail::output_writer(value).written(); }

namespace detail {

template <auto F, bool AnyParameters>
constexpr program formula_of_call() {
  if constexpr (AnyParameters) return lower(F);
  else return with_initial_values(lower(F));
}

}  // namespace detail

/// Is f' a function of the value f(x), with the initial values of its parameters, or with any? Then
/// backward_from_output<f> needs no input.
template <auto F, bool AnyParameters = false>
inline constexpr bool has_backward_from_output =
    !derivative_from_output(detail::formula_of_call<F, AnyParameters>()).results.empty();

/// Two numbers that f' is one of.
struct two_slopes {
  double clear = 0, set = 0;  ///< what a bit stands for
  bool exist = false;
};

namespace detail {

class slope_finder : need_analysis {
 public:
  constexpr explicit slope_finder(const program& value) : need_analysis(value, false) {}

  constexpr two_slopes found() const {
    if (inputs_ != 1 || outputs_.size() != 1 || over_rows_) return {};
    const outcomes all = constant_outcomes();
    if (all.count == 0) return {};
    const instruction first = all.code[all.first[0]], second = all.code[(all.count == 2 ? all.second : all.first)[0]];
    if (first.op != operation::number || second.op != operation::number) return {};
    return {first.value, second.value, true};
  }
};

}  // namespace detail

/// The two values of f', with the initial values of the parameters of f.
template <auto F>
inline constexpr two_slopes slopes_of = detail::slope_finder(detail::formula_of_call<F, false>()).found();

}  // namespace ogive
