// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. sigmoid, softplus, tanh and sech2 are written out over one shared exponential of −|u|, so that a
// value and its derivatives compute it once; what is multiplied by a value that vanishes goes in before its power of
// two, which may be subnormal (calculus/decaying.hpp). What comes out is what a kernel can run.
#pragma once

#include <ogive/calculus/decaying.hpp>
#include <ogive/calculus/signs.hpp>
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
    case operation::sech2:
    case operation::pdf:
    case operation::cdf: return true;
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

  constexpr explicit basis_writer(program& to) : to_(&to), decaying_(to) {}

  constexpr position written_out(const instruction& i) {
    const position u = i.arguments[0], v = i.arguments[1];
    switch (i.op) {
      case operation::sigmoid: return sigmoid(u);
      case operation::softplus: return softplus(u);
      case operation::tanh: return tanh(u);
      case operation::sech2: return sech2(u);
      case operation::exp:
        if (is_minus_exponential(u)) return to_->emit(i);
        return decaying_.emit({.bounded = false, .factor = number(1), .argument = u});
      case operation::pdf: return pdf(u);
      case operation::cdf: return cdf(u);
      case operation::multiply:
      case operation::attenuate: {
        if (const position p = mish_slope(u, v); p >= 0) return p;
        if (const position p = mish_slope(v, u); p >= 0) return p;
        const position p = decaying_.product(u, v, i.op == operation::attenuate);
        return p >= 0 ? p : to_->emit(i);
      }
      case operation::divide:
        if (const position p = softplus_over(u, v); p >= 0) return p;
        return to_->emit(i);
      case operation::add: {
        if (const position p = mish_sum(u, v); p >= 0) return p;
        if (const position p = mish_sum(v, u); p >= 0) return p;
        const position p = decaying_.sum(u, v);
        return p >= 0 ? p : to_->emit(i);
      }
      default: return to_->emit(i);
    }
  }

 private:
  /// softplus(t), or a function of that, and where it stands.
  struct note {
    position at, t;
  };
  program* to_;
  decaying_values decaying_;
  list<note> softplus_of_, sech2_of_softplus_of_, gate_of_;

  static constexpr position recalled(const list<note>& notes, position at) {
    for (const note& n : notes) {
      if (n.at == at) return n.t;
    }
    return -1;
  }

  constexpr position number(double v) { return to_->emit_number(v); }
  constexpr position plus(double v, position u) { return to_->emit(operation::add, number(v), u); }
  constexpr position times(position u, position v) { return to_->emit(operation::multiply, u, v); }
  constexpr position over(position u, position v) { return to_->emit(operation::divide, u, v); }
  constexpr position absolute(position t) {
    return rule_of((*to_)[t].op).is(nonnegative) ? t : to_->emit(operation::abs, t);
  }
  constexpr position minus_size(position t) { return detail::emit_minus_size(*to_, t); }
  /// a for t ≥ 0, else b
  constexpr position by_sign(position t, position a, position b) {
    return to_->emit(operation::select_sign, detail::sign_carrier(*to_, t), a, b);
  }

  [[nodiscard]] constexpr bool is_minus_exponential(position u) const {
    const instruction& i = (*to_)[u];
    return i.op == operation::negate && (*to_)[i.arguments[0]].op == operation::exp;
  }

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
    return {times(number(-factor.value), i.arguments[1]), true};
  }

  /// e = exp(−|t|), between 0 and 1
  constexpr position decay(position t) { return to_->emit(operation::exp, minus_size(t)); }

  constexpr position one_plus_decay(position t) {
    return to_->rules == rewriting::fast ? plus(1, decay(t)) : to_->emit(operation::one_plus_exp, minus_size(t));
  }

  // with s = 1/(1+e): σ(t) = t ≥ 0 ? s : e·s, and σ(−t) has the branches exchanged
  constexpr position sigmoid(position u) {
    const auto [t, negative] = reflection(u);
    const position s = over(number(1), one_plus_decay(t));
    return decaying_.emit({.side = negative ? decaying_side::above : decaying_side::below,
                           .factor = s,
                           .argument = minus_size(t),
                           .t = t,
                           .other = s,
                           .whole = negative ? -1 : number(1)});
  }

  // softplus(t) = max(t, 0) + log1p(e), softplus(−t) = max(−t, 0) + log1p(e)
  constexpr position softplus(position u) {
    const position positive_part = to_->emit(operation::positive_part, u);
    const auto [t, negative] = reflection(u);
    const position p = to_->emit(operation::add, positive_part, to_->emit(operation::log1p_of_decay, decay(t)));
    if (!negative) softplus_of_.push_back({p, t});
    return p;
  }

  // softplus(c·u)/c = (c·u > 0 ? u : 0) + log1p(exp(−|c·u|))/c: no overflow of c·u shows
  constexpr position softplus_over(position p, position c) {
    const position t = recalled(softplus_of_, p);
    if (t < 0 || (*to_)[t].op != operation::multiply) return -1;
    const instruction product = (*to_)[t];
    if (product.arguments[0] != c && product.arguments[1] != c) return -1;
    const position u = product.arguments[product.arguments[0] == c ? 1 : 0];
    const position positive_part = to_->emit(operation::select_less_equal, t, number(0), number(0), u);
    return to_->emit(operation::add, positive_part, over(to_->emit(operation::log1p_of_decay, decay(t)), c));
  }

  /// v = −2|t|, the argument of the exponential of tanh and sech2
  constexpr position doubled(position t) {
    const position size = minus_size(t);
    const instruction i = (*to_)[size];
    if (i.op == operation::multiply && (*to_)[i.arguments[0]].op == operation::number)
      return times(number(2 * (*to_)[i.arguments[0]].value), i.arguments[1]);
    return times(number(2), size);
  }

  constexpr position tanh(position t) {
    if (const position u = recalled(softplus_of_, t); u >= 0) return mish_gate(u);
    // with m = expm1(−2|t|): |tanh t| = −m / (2+m), exact near 0
    const position m = to_->emit(operation::expm1, doubled(t));
    return to_->emit(operation::copy_sign, over(m, plus(2, m)), detail::sign_carrier(*to_, t));
  }

  constexpr position sech2(position t) {
    if (const position u = recalled(softplus_of_, t); u >= 0) return sech2_of_softplus(u);
    // with e = exp(−2|t|): sech²(t) = 4e / (e·(e+2) + 1)
    const position e = to_->emit(operation::exp, doubled(t));
    const position s = over(number(4), plus(1, times(e, plus(2, e))));
    return decaying_.emit({.factor = s, .argument = doubled(t)});
  }

  // φ(u) = exp(−u²/2) / √(2π)
  constexpr position pdf(position u) {
    return decaying_.emit(
        {.op = operation::times_gaussian, .factor = number(0.39894228040143268), .argument = absolute(u)});
  }

  // with m = exp(u²/2)·Φ(−|u|): Φ(u) = u ≥ 0 ? 1 − m·exp(−u²/2) : m·exp(−u²/2)
  constexpr position cdf(position u) {
    const position a = absolute(u), m = to_->emit(operation::normal_tail, a);
    const position rest = to_->emit(operation::times_gaussian, m, a);
    return decaying_.emit({.op = operation::times_gaussian,
                           .side = decaying_side::below,
                           .factor = m,
                           .argument = a,
                           .t = u,
                           .other = to_->emit(operation::subtract, number(1), rest),
                           .whole = number(1)});
  }

  // --- tanh(softplus(t)), with w = eᵗ and e = exp(−|t|), which is w or 1/w ---
  /// The coefficient of a polynomial in e: of one for t ≥ 0, of another for t < 0.
  constexpr position coefficient(position t, double above, double below) {
    return above == below ? number(above) : by_sign(t, number(above), number(below));
  }
  constexpr position multiply_add(position u, position v, position w) {
    return to_->emit(operation::add, w, times(u, v));
  }

  /// d = w·(w+2) + 2, and that times e² where w = 1/e
  constexpr position mish_divisor(position t) {
    const position e = decay(t);
    return multiply_add(e, plus(2, times(coefficient(t, 2, 1), e)), coefficient(t, 1, 2));
  }

  /// d², rounded once.
  constexpr position mish_square(position t) {
    const position e = decay(t);
    position sum = multiply_add(e, coefficient(t, 4, 1), coefficient(t, 8, 4));
    sum = multiply_add(e, sum, number(8));
    sum = multiply_add(e, sum, coefficient(t, 4, 8));
    return multiply_add(e, sum, coefficient(t, 1, 4));
  }

  // with w = eᵗ: w·(w+2) / (w·(w+2) + 2), and 1 beyond a t from which on that is the nearest double, too
  constexpr position mish_gate(position t) {
    const position w = to_->emit(operation::exp, t), w_plus_two = plus(2, w);
    const position q = over(w_plus_two, multiply_add(w, w_plus_two, number(2)));
    const position p = decaying_.emit(
        {.side = decaying_side::below, .factor = q, .argument = t, .t = t, .other = number(1), .limit = mish_limit});
    gate_of_.push_back({p, t});
    return p;
  }
  /// w⁴ is a float, and 1 − 4·t/w² is 1 in double.
  static constexpr double mish_limit = 22;

  /// 4·(1+w)·w where w = eᵗ, over w⁴ for t ≥ 0 and over w for t < 0: the numerator of tanh(softplus(t))'
  constexpr position mish_slope_numerator(position t) {
    const position e = decay(t);
    return times(plus(4, times(number(4), e)), by_sign(t, e, number(1)));
  }

  // gate + slope with w = eᵗ and d = w⁴ + 4w³ + 8w² + 8w + 4, the square of the gate's divisor: what is small is
  // computed, t ≥ 0 ? 1 − ((2−4u)·w² + (4−4u)·w + 4) / d : w·(w³ + 4w² + (6+4u)·w + 4+4u) / d
  constexpr position mish_sum(position gate, position v) {
    const position t = recalled(gate_of_, gate);
    const decaying slope = decaying_.find(v);
    if (t < 0 || slope.at < 0 || slope.foreign >= 0 || slope.side != decaying_side::both ||
        slope.argument != minus_size(t))
      return -1;
    const instruction quotient = (*to_)[slope.factor];
    if (quotient.op != operation::divide || quotient.arguments[1] != mish_square(t)) return -1;
    const instruction product = (*to_)[quotient.arguments[0]];
    const position numerator = mish_slope_numerator(t);
    if (product.op != operation::multiply || (product.arguments[0] != numerator && product.arguments[1] != numerator))
      return -1;
    const position u = product.arguments[product.arguments[0] == numerator ? 1 : 0];
    const position w = to_->emit(operation::exp, t), w_plus_four = plus(4, w);
    const auto with_u = [&](double c, double k) { return plus(c, times(number(k), u)); };
    const auto horner = [&](position cubic, position square, position linear) {
      return multiply_add(w, multiply_add(w, cubic, square), linear);
    };
    const position divisor = multiply_add(w, horner(w_plus_four, number(8), number(8)), number(4));
    const position q = over(horner(by_sign(t, with_u(2, -4), w_plus_four), by_sign(t, with_u(4, -4), with_u(6, 4)),
                                   by_sign(t, number(4), with_u(4, 4))),
                            divisor);
    // of a mish with a scale, u = t, and the quotient is at most 2/5
    const position above = to_->emit({.op = operation::subtract,
                                      .arguments = {detail::narrow(number(1)), detail::narrow(q), -1, -1},
                                      .value = u == t ? 0.4 : 0});
    decaying sum = decaying_.find(gate);
    sum.factor = q, sum.limit = 0;
    sum.other = to_->emit(operation::select_less, number(mish_limit), t, number(1), above);
    return decaying_.emit(sum);
  }

  // sech²(softplus(t)) = t ≥ 0 ? (2·(1+e)/d)²·e² : (2·(1+e)/d)²
  constexpr position sech2_of_softplus(position t) {
    const position root = over(times(number(2), plus(1, decay(t))), mish_divisor(t)), s = times(root, root);
    const position p =
        decaying_.emit({.side = decaying_side::above, .factor = s, .argument = doubled(t), .t = t, .other = s});
    sech2_of_softplus_of_.push_back({p, t});
    return p;
  }

  // sech²(softplus(t)) · u·σ(t) = u·4·(1+e)/d²·(t ≥ 0 ? e : 1)·e
  constexpr position mish_slope(position sech2, position v) {
    const position t = recalled(sech2_of_softplus_of_, sech2);
    const decaying s = decaying_.find(v);
    if (t < 0 || s.at < 0 || s.foreign >= 0 || s.t != t || s.side != decaying_side::below || s.factor != s.other)
      return -1;
    const position u = decaying_.without(s.factor, over(number(1), one_plus_decay(t)));
    if (u < 0) return -1;
    const position numerator = decaying_.multiply(u, mish_slope_numerator(t));
    return decaying_.emit({.bounded = s.bounded, .factor = over(numerator, mish_square(t)), .argument = minus_size(t)});
  }
};

}  // namespace detail

/// The program over the exponential basis.
constexpr program write_out_basis(const program& from) {
  const auto is_to_write = [](const instruction& i) { return detail::is_written_out(i.op) || i.op == operation::exp; };
  if (!detail::any_step(from, is_to_write)) return from;
  program to = from.fresh();
  detail::append_by(detail::basis_writer(to), &detail::basis_writer::written_out, from, to);
  return without_dead_code(std::move(to));
}

}  // namespace ogive
