// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. sigmoid, softplus, tanh and sech2 are written out over one shared exponential of −|u|, so that
// a value and its derivatives compute it once. The last pass: what comes out is what a kernel runs.
#pragma once

#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {
namespace detail {

/// Is the operation gone when this pass is through? Kernels have none of these.
constexpr bool is_written_out(operation op) {
  switch (op) {
    case operation::sigmoid:
    case operation::softplus:
    case operation::tanh:
    case operation::sech2: return true;
    default: return false;
  }
}

/// Is the operation one of numbers that a program which runs may have?
constexpr bool runs_on_values(operation op) {
  return arity(op) != 0 && !is_written_out(op) && !is_choice_of_language(op) && !is_of_a_row(op) &&
         op != operation::with_gradient;
}

class basis_writer {
 public:
  using position = program::position;

  constexpr explicit basis_writer(program& to) : to_(&to) {}

  constexpr position written_out(const instruction& i) {
    switch (i.op) {
      case operation::sigmoid: return sigmoid(i.arguments[0]);
      case operation::softplus: return softplus(i.arguments[0]);
      case operation::tanh: return tanh(i.arguments[0]);
      case operation::sech2: return sech2(i.arguments[0]);
      default: return to_->emit(i);
    }
  }

 private:
  program* to_;

  /// u as ±t: a reflected argument shares the basis of t.
  struct reflected {
    position t;
    bool negative;
  };
  constexpr reflected reflection(position u) {
    const instruction i = (*to_)[u];
    if (i.op == operation::negate) return {i.arguments[0], true};
    if (i.op != operation::multiply) return {u, false};
    const instruction factor = (*to_)[i.arguments[0]];
    if (factor.op != operation::number || factor.value >= 0) return {u, false};
    return {to_->emit(operation::multiply, number(-factor.value), i.arguments[1]), true};
  }

  constexpr position number(double v) { return to_->emit_number(v); }
  constexpr position one_plus(position u) { return to_->emit(operation::add, number(1), u); }

  constexpr position absolute(position t) {
    return rule_of((*to_)[t].op).is(nonnegative) ? t : to_->emit(operation::abs, t);
  }

  /// e = exp(−|t|), between 0 and 1
  constexpr position decay(position t) { return to_->emit(operation::exp, to_->emit(operation::negate, absolute(t))); }

  // with s = 1/(1+e): σ(t) = t ≥ 0 ? s : e·s, and σ(−t) has the branches exchanged
  constexpr position sigmoid(position u) {
    const auto [t, negative] = reflection(u);
    const position e = decay(t);
    const position s = to_->emit(operation::divide, number(1), one_plus(e));
    const position es = to_->emit(operation::multiply, e, s);
    return negative ? to_->emit(operation::select_less_equal, number(0), t, es, s)
                    : to_->emit(operation::select_less_equal, number(0), t, s, es);
  }

  // softplus(t) = max(t, 0) + log1p(e), softplus(−t) = max(−t, 0) + log1p(e)
  constexpr position softplus(position u) {
    const position positive_part = to_->emit(operation::select_less_equal, u, number(0), number(0), u);
    return to_->emit(operation::add, positive_part, to_->emit(operation::log1p, decay(reflection(u).t)));
  }

  /// v = −2|t|, the argument of the exponential of tanh and sech2
  constexpr position doubled(position t) { return to_->emit(operation::multiply, number(-2), absolute(t)); }

  // with m = expm1(−2|t|): |tanh t| = −m / (2+m), exact near 0
  constexpr position tanh(position t) {
    const position m = to_->emit(operation::expm1, doubled(t));
    const position size = to_->emit(operation::divide, m, to_->emit(operation::add, number(2), m));
    return to_->emit(operation::copy_sign, size, t);
  }

  // with e = exp(−2|t|): sech²(t) = 4e / (1+e)²
  constexpr position sech2(position t) {
    const position e = to_->emit(operation::exp, doubled(t));
    const position s = to_->emit(operation::divide, number(2), one_plus(e));
    return to_->emit(operation::multiply, e, to_->emit(operation::multiply, s, s));
  }
};

}  // namespace detail

/// The program over the exponential basis.
constexpr program write_out_basis(const program& from) {
  const auto is_to_write = [](const instruction& i) { return detail::is_written_out(i.op); };
  if (!detail::any_step(from, is_to_write)) return from;
  return detail::written_by(&detail::basis_writer::written_out, from);
}

}  // namespace ogive
