// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. Values that vanish exponentially: a product with one of them, written so that the factor goes in
// before the power of two. x·σ(x) at −100 is a normal number times a subnormal one, which has few digits left; as
// (x·s·mantissa)·2ⁿ it keeps them all. Where the exponential is 0, so is the product, however large a factor of the
// same inputs.
#pragma once

#include <utility>

#include <ogive/calculus/signs.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive::detail {

/// Where a value decays: everywhere, for t below a limit only (t < 0 unless another is given), or for t ≥ 0 only.
enum class decaying_side : unsigned char { both, below, above };

/// factor · e where it decays, `other` elsewhere; e is exp(argument), or exp(−argument²/2) if op is times_gaussian.
struct decaying {
  using position = program::position;
  operation op = operation::times_exp;
  decaying_side side = decaying_side::both;
  bool bounded = true;            // below a constant, however large the inputs
  bool vanishing_factor = false;  // is there a decaying value in the factor too?
  position foreign = -1;  // one more factor, of which the exponential knows nothing: it may be as large as can be
  position factor = -1, argument = -1;
  position t = -1, other = -1;
  double limit = 0;     // of t, for `below`: 0, or a positive number
  position whole = -1;  // where it is known, `other` is, up to rounding, whole − factor · e
  position gate = -1;   // the factor of a product t · gate, for a gate whose whole is 1
  position at = -1;     // where its value stands
};

class decaying_values {
 public:
  using position = program::position;

  constexpr explicit decaying_values(program& to) : to_(&to) {}

  /// Writes the value and remembers it.
  constexpr position emit(decaying d) {
    position p = d.gate >= 0 ? self_gated(d) : value(d);
    position other = d.other;
    if (d.foreign >= 0 && d.other >= 0) other = times_foreign(d.foreign, d.other);
    // w − f·e, of which the last is there
    else if (d.whole >= 0 && d.factor != d.other) other = to_->emit(operation::subtract, d.whole, p);
    if (d.limit > 0) p = to_->emit(operation::select_less, to_->emit_number(d.limit), d.t, other, p);
    else if (d.gate < 0 && d.side == decaying_side::below)
      p = to_->emit(operation::select_sign, detail::sign_carrier(*to_, d.t), other, p);
    if (d.gate < 0 && d.side == decaying_side::above)
      p = to_->emit(operation::select_sign, detail::sign_carrier(*to_, d.t), p, other);
    return to_->rules == rewriting::fast ? p : remember(d, p);
  }

  /// u·v, or −1 if neither is known to decay, or the plain product has the digits.
  constexpr position product(position u, position v, bool attenuated) {
    const decaying a = find(u), b = find(v);
    if (a.at < 0 && b.at < 0) return -1;
    if (const position p = product_of_sides(a, b); p >= 0) return p;
    if (const position p = product_of_exponentials(a, b); p >= 0) return p;
    if (attenuated) return b.at < 0 || b.vanishing_factor ? -1 : scaled(b, u);
    if (b.at >= 0 && is_number(u)) return numbered(b, u);
    if (a.at >= 0 && is_number(v)) return numbered(a, v);
    if (b.at >= 0 && !is_bounded(u)) return with_foreign(b, u);
    if (a.at >= 0 && !is_bounded(v)) return with_foreign(a, v);
    return -1;
  }

  /// u + v, or −1 if the two do not share their exponential.
  constexpr position sum(position u, position v) {
    const decaying a = find(u), b = find(v);
    if (a.at < 0 || b.at < 0 || a.argument != b.argument || a.op != b.op || a.foreign != b.foreign) return -1;
    if (b.side != decaying_side::both) return a.side == decaying_side::both ? sum(v, u) : -1;
    // f·e + g·e = (f+g)·e, and r + g·e where t ≥ 0
    decaying d = a;
    d.bounded = a.bounded && b.bounded;
    if (a.side == decaying_side::above) return -1;
    if (a.foreign >= 0) return -1;
    d.gate = -1;
    if (const position q = sum_of_self_gated(a, b); q >= 0) {
      d.factor = q;
      d.other = to_->emit(operation::subtract, a.whole, value(d));
      return emit(d);
    }
    if (const position q = sum_over_square(a, b); q >= 0) {
      d.factor = d.other = q, d.whole = -1;
      return emit(d);
    }
    d.factor = to_->emit(operation::add, a.factor, b.factor);
    if (a.whole >= 0 && a.factor != a.other) {
      // (t ≥ 0 ? w − f·e : f·e) + g·e = t ≥ 0 ? w − (f−g)·e : (f+g)·e
      const position difference = to_->emit(operation::subtract, a.factor, b.factor);
      d.factor = to_->emit(operation::select_sign, detail::sign_carrier(*to_, a.t), difference, d.factor);
      d.other = to_->emit(operation::subtract, a.whole, value(d));
    } else if (a.side == decaying_side::below) {
      d.other = to_->emit(operation::add, a.other, beside(b)), d.whole = -1;
    }
    return emit(d);
  }

  /// d, where it is added to something larger.
  constexpr position beside(const decaying& d) {
    if (d.op != operation::times_exp || d.foreign >= 0) return value(d);
    return to_->emit(operation::attenuate, d.factor, to_->emit(operation::exp, d.argument));
  }

  /// u·v, the same instruction for both orders.
  constexpr position multiply(position u, position v) {
    if (v < u) return multiply(v, u);
    if (is_one(u)) return v;
    if (is_one(v)) return u;
    // u·(v/w) = (u·v)/w
    const instruction a = (*to_)[u], b = (*to_)[v];
    if (is_quotient(v)) return divide(multiply(u, b.arguments[0]), b.arguments[1]);
    if (is_quotient(u)) return divide(multiply(a.arguments[0], v), a.arguments[1]);
    return to_->emit(operation::multiply, u, v);
  }

  /// v if u is v/w or a multiple of it for a reciprocal 1/w, else −1.
  constexpr position without(position u, position reciprocal) {
    const instruction i = (*to_)[u];
    if (u == reciprocal) return to_->emit_number(1);
    if (i.op != operation::multiply) return -1;
    if (i.arguments[0] == reciprocal) return i.arguments[1];
    return i.arguments[1] == reciprocal ? i.arguments[0] : -1;
  }

  [[nodiscard]] constexpr bool is_bounded(position p) const {
    const decaying d = find(p);
    return d.at >= 0 ? d.bounded : is_number(p) || rule_of((*to_)[p].op).is(bounded);
  }

  /// What stands at p, if it decays; else its `at` is −1.
  [[nodiscard]] constexpr decaying find(position p) const {
    for (const decaying& d : known_) {
      if (d.at == p) return d;
    }
    return {};
  }

 private:
  /// (1+e)², and 1+e
  struct square {
    position at, of;
  };
  program* to_;
  list<decaying> known_;
  list<square> squares_;

  [[nodiscard]] constexpr bool is_number(position p) const { return (*to_)[p].op == operation::number; }

  [[nodiscard]] constexpr bool is_one(position p) const { return is_number(p) && (*to_)[p].value == 1; }

  /// Is p = v/w for a v that is no number? Reciprocals are shared, and stay.
  [[nodiscard]] constexpr bool is_quotient(position p) const {
    return (*to_)[p].op == operation::divide && !is_number((*to_)[p].arguments[0]);
  }
  constexpr position divide(position u, position w) { return to_->emit(operation::divide, u, w); }
  constexpr position times(position u, position v) { return is_one(u) ? v : to_->emit(operation::multiply, u, v); }

  /// number + u, with what a float loses of the number
  constexpr position exact_sum(position number, position u) {
    const instruction n = (*to_)[number];
    if (n.op != operation::number || n.value == static_cast<double>(static_cast<float>(n.value)))
      return to_->emit(operation::add, number, u);
    const position error = to_->emit({.op = operation::number_error, .value = n.value});
    return to_->emit(operation::add, number, to_->emit(operation::add, error, u));
  }

  /// c·u as a sum or product of numbers and what stands there already, or −1: c·(d·v + b) = (c·d)·v + c·b.
  constexpr position scaled_inside(double c, position u) {
    const instruction i = (*to_)[u];
    if (i.op == operation::number) return to_->emit_number(c * i.value);
    if (i.op == operation::divide) {
      const position a = scaled_inside(c, i.arguments[0]);
      return a < 0 ? -1 : divide(a, i.arguments[1]);
    }
    if (i.op != operation::multiply && i.op != operation::add) return -1;
    if (i.op == operation::multiply && is_number(i.arguments[0])) {
      if (const position p = scaled_inside(c * (*to_)[i.arguments[0]].value, i.arguments[1]); p >= 0) return p;
    }
    const position a = scaled_inside(c, i.arguments[0]), b = scaled_inside(c, i.arguments[1]);
    if (i.op == operation::add) return a < 0 || b < 0 ? -1 : exact_sum(a, b);
    if (a >= 0) return multiply(a, i.arguments[1]);
    return b >= 0 ? multiply(i.arguments[0], b) : -1;
  }

  constexpr position remember(decaying d, position p) {
    if (find(p).at < 0) {
      d.at = p;
      known_.push_back(d);
    }
    return p;
  }

  constexpr decaying with_factor(decaying d, position u) {
    const position gate = d.factor;
    // u·(c/w) = c·(u/w) where the reciprocal has no other use
    const instruction i = (*to_)[d.factor];
    const bool is_reciprocal = i.op == operation::divide && is_number(i.arguments[0]);
    if (d.side == decaying_side::both && is_reciprocal) d.factor = times(i.arguments[0], divide(u, i.arguments[1]));
    else d.factor = multiply(u, d.factor);
    if (d.other >= 0) d.other = multiply(u, d.other);
    if (d.whole >= 0) {
      d.gate = is_one(d.whole) && u == d.t && is_of_t(d) ? gate : -1;
      d.whole = multiply(u, d.whole);
    }
    return d;
  }
  // eᵘ·eᵛ = eᵘ⁺ᵛ, which may be finite where a factor is not
  constexpr position product_of_exponentials(const decaying& a, const decaying& b) {
    const auto is_plain = [&](const decaying& d) {
      return d.at >= 0 && d.op == operation::times_exp && d.side == decaying_side::both && is_one(d.factor) &&
             d.foreign < 0;
    };
    if (!is_plain(a) || !is_plain(b)) return -1;
    decaying product = a;
    product.argument = to_->emit(operation::add, a.argument, b.argument);
    return emit(product);
  }

  /// Does e know t itself: is it exp(−|t|), without a rounding error in t, or exp(−t²/2)?
  [[nodiscard]] constexpr bool is_of_t(const decaying& d) const {
    const instruction& i = (*to_)[d.argument];
    if (d.op == operation::times_gaussian) return i.op == operation::abs && i.arguments[0] == d.t;
    if (i.op != operation::negate || (*to_)[d.t].op != operation::input || to_->rules == rewriting::fast) return false;
    const instruction& size = (*to_)[i.arguments[0]];
    return size.op == operation::abs && size.arguments[0] == d.t;
  }

  // t·(t ≥ 0 ? 1 − g·e : g·e) = max(t, 0) − |t|·g·e
  constexpr position self_gated(const decaying& d) {
    const operation op = d.op == operation::times_exp ? operation::self_gated_exp : operation::self_gated_gaussian;
    return to_->emit(op, d.gate, d.argument, to_->emit(operation::positive_part, d.t));
  }

  /// factor · e, times the foreign factor in between.
  constexpr position value(const decaying& d) {
    const bool is_exp = d.op == operation::times_exp;
    if (is_exp && is_one(d.factor) && d.foreign < 0) return to_->emit(operation::exp, d.argument);
    // `fast` has an exponential of its own, and does without the digits of subnormal numbers
    if (is_exp && to_->rules == rewriting::fast) return multiply(d.factor, to_->emit(operation::exp, d.argument));
    if (d.foreign < 0) return to_->emit(d.op, d.factor, d.argument);
    const position half = to_->emit(is_exp ? operation::half_exp : operation::half_gaussian, d.argument);
    const instruction i = (*to_)[d.factor];
    // the number of a quotient c/w comes last
    const bool is_reciprocal = i.op == operation::divide && is_number(i.arguments[0]) && d.side == decaying_side::both;
    const position inner = is_reciprocal ? divide(to_->emit(operation::multiply, d.foreign, half), i.arguments[1])
                                         : times_foreign(d.foreign, d.factor, half);
    position p =
        to_->emit(is_exp ? operation::times_rest_of_exp : operation::times_rest_of_gaussian, inner, d.argument);
    if (is_reciprocal) p = times(i.arguments[0], p);
    // NaN, and ∞ where the exponential vanishes, have no product
    const position one = to_->emit_number(1);
    const position e =
        is_exp ? to_->emit(operation::exp, d.argument) : to_->emit(operation::times_gaussian, one, d.argument);
    return to_->emit(operation::pass_nan, to_->emit(operation::multiply, d.foreign, e), p);
  }

  /// Is it made of numbers and parameters only?
  [[nodiscard]] constexpr bool is_constant(position p) const {
    const instruction& i = (*to_)[p];
    if (i.op == operation::input || is_of_a_row(i.op)) return false;
    for (int k = 0; k != arity(i.op); ++k) {
      if (!is_constant(i.arguments[k])) return false;
    }
    return true;
  }

  /// u·d for a factor that need not be small where d is not. A constant is.
  constexpr position with_foreign(const decaying& d, position u) {
    if (d.foreign >= 0 || is_constant(u)) return scaled(d, u);
    decaying product = d;
    product.foreign = u, product.bounded = false, product.whole = product.gate = -1;
    product.vanishing_factor = d.vanishing_factor || find(u).at >= 0;
    return emit(product);
  }

  /// u·(x·s), times a power of two if one is given. Where |x| < |u|, x·s or s times that power may be subnormal while
  /// the product is not: 2²⁴·s and 2⁻²⁴·u take their places.
  constexpr position times_foreign(position u, position factor, position power = -1) {
    const auto times = [&](position p, position q) { return to_->emit(operation::multiply, p, q); };
    const auto with_power = [&](position p) { return power < 0 ? p : times(p, power); };
    const instruction i = (*to_)[factor];
    for (int k = 0; i.op == operation::multiply && k != 2; ++k) {
      const position x = i.arguments[k], s = i.arguments[1 - k];
      if ((*to_)[x].op != operation::input) continue;
      const position size = to_->emit(operation::abs, x), other = to_->emit(operation::abs, u);
      const auto by_size = [&](double small) {
        return to_->emit(operation::select_less, size, other, to_->emit_number(small), to_->emit_number(1));
      };
      const position lifted = times(x, with_power(times(s, by_size(0x1p24))));
      return times(times(u, by_size(0x1p-24)), lifted);
    }
    return times(u, with_power(factor));
  }

  constexpr position scaled(const decaying& d, position u) {
    decaying product = with_factor(d, u);
    product.bounded = false;
    product.vanishing_factor = d.vanishing_factor || find(u).at >= 0;
    return emit(product);
  }
  /// A number times the value: one product at the end, unless more factors follow.
  constexpr position numbered(const decaying& d, position number) {
    const double c = (*to_)[number].value;
    decaying product = with_factor(d, number);
    if (const position p = scaled_inside(c, d.factor); p >= 0) {
      product.factor = p;
      if (d.side == decaying_side::both && (*to_)[d.factor].op == operation::multiply) return emit(product);
    }
    return remember(product, to_->emit(operation::multiply, number, d.at));
  }

  // (t ≥ 0 ? u/w : u/w·e) + v/w²·e = ((u·w + (t ≥ 0 ? v·e : v)) / w²) · (t ≥ 0 ? 1 : e): terms that cancel are rounded
  // once
  constexpr position sum_over_square(const decaying& a, const decaying& b) {
    const instruction quotient = (*to_)[b.factor];
    if (a.side != decaying_side::below || a.factor != a.other || quotient.op != operation::divide) return -1;
    for (const square& s : squares_) {
      if (s.at != quotient.arguments[1]) continue;
      const position u = without(a.factor, divide(to_->emit_number(1), s.of));
      if (u < 0) return -1;
      decaying numerator = b;
      numerator.factor = quotient.arguments[0];
      const position first = multiply(u, s.of);
      const position right = to_->emit(operation::add, first, beside(numerator));
      const position left = is_one(u) ? add_to_one_plus(to_->emit(operation::exp, a.argument), numerator.factor)
                                      : to_->emit(operation::add, first, numerator.factor);
      return divide(to_->emit(operation::select_sign, detail::sign_carrier(*to_, a.t), right, left), s.at);
    }
    return -1;
  }

  // (t ≥ 0 ? 1/w : e/w) + t/w²·e = t ≥ 0 ? 1 − q·e : q·e with q = (w − |t|)/w², as the halves of t·σ(t) add up to t
  constexpr position sum_of_self_gated(const decaying& a, const decaying& b) {
    const instruction quotient = (*to_)[b.factor];
    if (a.whole < 0 || !is_one(a.whole) || a.factor != a.other || quotient.op != operation::divide) return -1;
    if (quotient.arguments[0] != a.t || !is_of_t(a)) return -1;
    for (const square& s : squares_) {
      if (s.at == quotient.arguments[1] && a.factor == divide(to_->emit_number(1), s.of))
        return divide(add_to_one_plus(to_->emit(operation::exp, a.argument), a.argument), s.at);
    }
    return -1;
  }

  // (1 + e) + v = e + (1 + v), and (1 + e) + x·(c + t) = (e + x·t) + (1 + x·c), where t holds what a float loses of c
  constexpr position add_to_one_plus(position e, position v) {
    const auto sum = [&](position p, position q) { return to_->emit(operation::add, p, q); };
    const position one = to_->emit_number(1);
    const instruction p = (*to_)[v];
    for (int k = 0; p.op == operation::multiply && k != 2; ++k) {
      const instruction parts = (*to_)[p.arguments[k]];
      if (parts.op != operation::add || (*to_)[parts.arguments[1]].op != operation::add) continue;
      const position x = p.arguments[1 - k], c = parts.arguments[0], t = parts.arguments[1];
      if ((*to_)[(*to_)[t].arguments[0]].op != operation::number_error) continue;
      const position small = sum(e, to_->emit(operation::multiply, x, t));
      return sum(small, sum(one, to_->emit(operation::multiply, x, c)));
    }
    return sum(e, sum(one, v));
  }

  // u/(1+e) · v/(1+e) = u·v / (e·(e+2) + 1): the divisor is rounded once
  constexpr position multiply_over(position u, position v) {
    const instruction quotient = (*to_)[v];
    if (quotient.op != operation::divide || !is_one(quotient.arguments[0])) return multiply(u, v);
    const position rest = without(u, v), w = quotient.arguments[1];
    if (rest < 0 || (*to_)[w].op != operation::one_plus_exp) return multiply(u, v);
    const position e = to_->emit(operation::exp, (*to_)[w].arguments[0]);
    const position product = multiply(e, to_->emit(operation::add, to_->emit_number(2), e));
    const position divisor = to_->emit(operation::add, to_->emit_number(1), product);
    squares_.push_back({divisor, w});
    return divide(rest, divisor);
  }

  // (t ≥ 0 ? r : f·e) · (t ≥ 0 ? g·e : q) = (t ≥ 0 ? r·g : f·q) · e
  constexpr position product_of_sides(const decaying& a, const decaying& b) {
    if (a.at < 0 || b.at < 0 || a.t != b.t || a.argument != b.argument || a.op != b.op) return -1;
    if (a.foreign >= 0 && b.foreign >= 0) return -1;
    if (a.side == decaying_side::above && b.side == decaying_side::below) return product_of_sides(b, a);
    if (a.side != decaying_side::below || b.side != decaying_side::above) return -1;
    const position right = multiply_over(a.other, b.factor), left = multiply_over(a.factor, b.other);
    const position factor =
        right == left ? left : to_->emit(operation::select_sign, detail::sign_carrier(*to_, a.t), right, left);
    return emit({.op = a.op,
                 .bounded = a.bounded && b.bounded,
                 .foreign = a.foreign >= 0 ? a.foreign : b.foreign,
                 .factor = factor,
                 .argument = a.argument});
  }
};

}  // namespace ogive::detail
