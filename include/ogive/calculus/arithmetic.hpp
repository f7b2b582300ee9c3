// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The rules of arithmetic, of functions and choices that hold exactly: 0 and 1, constants, signs,
// like terms. An instruction goes in, the position of an equal and not dearer one comes out. naive.hpp is the other
// half of this class: what people write for the functions of the language.
#pragma once

#include <cstdint>

#include <ogive/calculus/reading.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {

/// Writes into a program and rewrites on the way. Normal forms: a number stands outermost in a product
/// (`2 * (u * v)`), the operands of `+` and `*` stand in the order of their first appearance, a sum has no negated
/// term.
class arithmetic_rewriter : public program_reader {
 public:
  constexpr explicit arithmetic_rewriter(program& out) : program_reader(out) {}

  /// Has one of the rules of naive.hpp been at work?
  [[nodiscard]] constexpr bool has_recognised() const { return has_recognised_; }

  /// Any instruction whose arguments stand in the program already.
  constexpr position emit(const instruction& i) {
    const position a = i.arguments[0], b = i.arguments[1], c = i.arguments[2], d = i.arguments[3];
    switch (i.op) {
      case operation::add: return add(a, b);
      case operation::subtract: return subtract(a, b);
      case operation::multiply: return multiply(a, b);
      case operation::divide: return divide(a, b);
      case operation::negate: return scale(-1, a);
      case operation::where_less:
      case operation::where_less_equal: return where(i, a, b, c, d);
      case operation::pow: return power(a, b);
      default: return arity(i.op) == 1 ? function(i.op, a) : out_->emit(i);
    }
  }

  constexpr position add(position a, position b) {
    // u + 0 = u
    if (is_number(a, 0)) return b;
    if (is_number(b, 0)) return a;
    // a·u + b·u = (a + b)·u, also where the like term stands inside a sum; 2 + 3 = 5
    if (const position p = combine(a, b, 1); p >= 0) return p;
    // u/w + v/w = (u + v)/w
    if (const position w = common_divisor(a, b); w >= 0) return divide(add(argument(a, 0), argument(b, 0)), w);
    // u + |u| = 2·max(u, 0)
    if (is_absolute(b, a)) return scale(2, positive_part(a));
    if (is_absolute(a, b)) return scale(2, positive_part(b));
    // u + (−v) = u − v
    if (const position v = negated(b); v >= 0) return subtract(a, v);
    if (const position u = negated(a); u >= 0) return subtract(b, u);
    // u + v = v + u
    return a < b ? out_->emit(operation::add, a, b) : out_->emit(operation::add, b, a);
  }

  constexpr position subtract(position a, position b) {
    // u − 0 = u, 0 − u = −u
    if (is_number(b, 0)) return a;
    if (is_number(a, 0)) return scale(-1, b);
    // a·u − b·u = (a − b)·u
    if (const position p = combine(a, b, -1); p >= 0) return p;
    // u/w − v/w = (u − v)/w
    if (const position w = common_divisor(a, b); w >= 0) return divide(subtract(argument(a, 0), argument(b, 0)), w);
    // u − |u| = 2·min(u, 0)
    if (is_absolute(b, a)) return scale(2, negative_part(a));
    // u − (−v) = u + v
    if (const position v = negated(b); v >= 0) return add(a, v);
    // −u − v = −(u + v)
    if (const position u = negated(a); u >= 0) return scale(-1, add(u, b));
    return out_->emit(operation::subtract, a, b);
  }

  constexpr position multiply(position a, position b) {
    // c·u · d·v = (c·d) · (u·v)
    const scaled u = split(a), v = split(b);
    if (u.term < 0) return scale(u.factor, b);
    if (v.term < 0) return scale(v.factor, a);
    if (u.term != a || v.term != b) return scale(u.factor * v.factor, multiply(u.term, v.term));
    // u · (sign(u)/v) = |u| / v
    if (is_sign_of(b, a)) return divide(function(operation::abs, a), argument(b, 1));
    if (is_sign_of(a, b)) return multiply(b, a);
    // u · (c/v) = c · (u/v)
    if (is_reciprocal(b)) return scale(value((*out_)[b].arguments[0]), divide(a, (*out_)[b].arguments[1]));
    if (is_reciprocal(a)) return multiply(b, a);
    // u · sign(u) = |u|
    if (is(b, operation::sign) && argument(b, 0) == a) return function(operation::abs, a);
    if (is(a, operation::sign) && argument(a, 0) == b) return function(operation::abs, b);
    // u · (v·w) = (u·v) · w if u·v is there already, and was there before v·w (so that this comes to an end)
    if (const position p = reassociated(a, b); p >= 0) return p;
    if (const position p = reassociated(b, a); p >= 0) return p;
    // u · (v/w) = v · (u/w) if u/w is there already
    if (const position p = exchanged(a, b); p >= 0) return p;
    if (const position p = exchanged(b, a); p >= 0) return p;
    if (const position p = naive_product(a, b); p >= 0) return p;
    if (const position p = naive_product(b, a); p >= 0) return p;
    // (u / v) · v = u
    if ((*out_)[a].op == operation::divide && (*out_)[a].arguments[1] == b) return (*out_)[a].arguments[0];
    if ((*out_)[b].op == operation::divide && (*out_)[b].arguments[1] == a) return (*out_)[b].arguments[0];
    // u·v = v·u
    return comes_first(a, b) ? out_->emit(operation::multiply, a, b) : out_->emit(operation::multiply, b, a);
  }

  constexpr position divide(position a, position b) {
    const scaled u = split(a), v = split(b);
    // 0 / u = 0
    if (is_number(a, 0)) return a;
    // c·u / d = (c/d)·u, unless that would round: 1/3 is no number
    if (v.term < 0 && v.factor != 0 && (u.term < 0 || is_power_of_two(v.factor)))
      return scale(u.factor / v.factor, u.term < 0 ? one() : u.term);
    // −u / v = −(u / v), u / −v = −(u / v)
    if (u.term >= 0 && u.term != a && u.factor == -1) return scale(-1, divide(u.term, b));
    if (v.term >= 0 && v.term != b && v.factor == -1) return scale(-1, divide(a, v.term));
    // u / u = 1
    if (a == b) return one();
    // c·u / (d·v) = (c/d) · (u/v), unless that would round
    if (u.term >= 0 && v.term >= 0 && v.term != b && v.factor != 0 &&
        (u.factor == v.factor || is_power_of_two(v.factor)))
      return scale(u.factor / v.factor, divide(u.term, v.term));
    if (const position p = naive_quotient(a, b); p >= 0) return p;
    // c·u / √v = c · (u/√v), |c·u| / √v = |c| · (|u|/√v): the quotient is limited
    if (is(b, operation::sqrt)) {
      if (u.term >= 0 && u.term != a) return scale(u.factor, divide(u.term, b));
      const scaled inside = is(a, operation::abs) ? split(argument(a, 0)) : scaled{1, a};
      if (inside.term >= 0 && is(a, operation::abs) && inside.term != argument(a, 0))
        return scale(inside.factor < 0 ? -inside.factor : inside.factor,
                     divide(function(operation::abs, inside.term), b));
    }
    // (u·v) / v = u, wherever in a product v stands
    if (const position p = without_factor(a, b); p >= 0) return p;
    // u / √u = √u, and likewise
    if (is(b, operation::sqrt)) {
      if (argument(b, 0) == a) return b;
      if (const position p = without_factor(a, argument(b, 0)); p >= 0) return multiply(p, b);
    }
    return out_->emit(operation::divide, a, b);
  }

  /// factor · u
  constexpr position scale(double factor, position u) {
    const instruction i = (*out_)[u];
    // 0·u = 0, 1·u = u
    if (factor == 0) return out_->emit_number(0);
    if (factor == 1) return u;
    // 2·3 = 6
    const scaled s = split(u);
    if (s.term < 0) return out_->emit_number(factor * s.factor);
    // c·(d·u) = (c·d)·u, −(−u) = u
    if (s.term != u && detail::is_tame(factor)) return scale(factor * s.factor, s.term);
    // −(u − v) = v − u
    if (factor == -1 && i.op == operation::subtract) return subtract(i.arguments[1], i.arguments[0]);
    // c·(d/u) = (c·d)/u
    if (is_reciprocal(u)) return divide(out_->emit_number(factor * value(i.arguments[0])), i.arguments[1]);
    // −1·u = −u
    if (factor == -1) return out_->emit(operation::negate, u);
    return out_->emit(operation::multiply, out_->emit_number(factor), u);
  }

  /// v for p = u·v, or −1.
  constexpr position over_factor(position p, position u) {
    const scaled whole = split(p), part = split(u);
    if (whole.term < 0 || part.term < 0 || part.factor == 0 || whole.factor != part.factor) return -1;
    return whole.term == part.term ? one() : without_factor(whole.term, part.term);
  }

 private:
  bool has_recognised_ = false;

  // naive.hpp: the position of what a naive form is written for, or −1
  constexpr position naive_sum(const scaled& u, const scaled& v, bool is_whole);
  constexpr position naive_product(position a, position b);
  constexpr position naive_quotient(position a, position b);
  constexpr position naive_function(operation op, position u);
  constexpr position recognised(position p) { return has_recognised_ = true, p; }
  constexpr bool recognises() const { return out_->rules >= rewriting::stable; }
  constexpr position one_plus(int sign, position t);
  constexpr position weighted(position sum, position e, position f);
  constexpr position exponent(const power_of_e& p);
  constexpr position sigmoid_between(position e, position f);
  constexpr position without_one(position sum);
  constexpr position exponential_beside_one(position sum);

  constexpr position one() { return out_->emit_number(1); }

  /// Is p sign(u)/v?
  constexpr bool is_sign_of(position p, position u) {
    return is(p, operation::divide) && is(argument(p, 0), operation::sign) && argument(argument(p, 0), 0) == u;
  }

  /// v if p is −v for a cheaper v, else −1.
  constexpr position negated(position p) {
    const instruction i = (*out_)[p];
    const scaled s = split(p);
    if (i.op == operation::negate || (i.op == operation::multiply && s.term >= 0 && s.factor < 0))
      return scale(-s.factor, s.term);
    if (i.op == operation::number && i.value < 0) return out_->emit_number(-i.value);
    if (is_reciprocal(p) && value(i.arguments[0]) < 0) return scale(-1, p);
    return -1;
  }

  /// a + sign·b if they have a like term, else −1.
  constexpr position combine(position a, position b, double sign) {
    const scaled u = split(b);
    if (const position p = absorb(a, sign * u.factor, u.term); p >= 0) return p;
    const scaled v = split(a);
    if (const position p = absorb(b, sign * v.factor, v.term); p >= 0) return scale(sign, p);
    return -1;
  }

  /// sum + factor·term if the sum has a multiple of the term, else −1.
  constexpr position absorb(position sum, double factor, position term, bool is_whole = true) {
    const scaled s = split(sum);
    if (s.term == term) return s.term < 0 ? out_->emit_number(s.factor + factor) : scale(s.factor + factor, term);
    if (const position p = naive_sum(s, {factor, term}, is_whole); p >= 0) return p;
    const instruction i = (*out_)[sum];
    // c·(a + u) − c·u = c·a for a number a
    if (s.term >= 0 && s.term != sum && term >= 0 && s.factor * (factor / s.factor) == factor) {
      const position inside = absorb(s.term, factor / s.factor, term, false);
      return inside < 0 || !is_number(inside) ? -1 : scale(s.factor, inside);
    }
    if (i.op != operation::add && i.op != operation::subtract) return -1;
    const double right_sign = i.op == operation::add ? 1 : -1;
    if (const position left = absorb(i.arguments[0], factor, term, false); left >= 0) {
      return i.op == operation::add ? add(left, i.arguments[1]) : subtract(left, i.arguments[1]);
    }
    if (const position right = absorb(i.arguments[1], right_sign * factor, term, false); right >= 0) {
      return i.op == operation::add ? add(i.arguments[0], right) : subtract(i.arguments[0], right);
    }
    return -1;
  }

  /// The product p without its factor v, or −1 if it has none.
  constexpr position without_factor(position p, position v) {
    const instruction i = (*out_)[p];
    if (i.op != operation::multiply) return -1;
    for (std::size_t k = 0; k != 2; ++k) {
      const position other = i.arguments[1 - k];
      if (i.arguments[k] == v) return other;
      if (const position rest = without_factor(i.arguments[k], v); rest >= 0) return multiply(rest, other);
    }
    return -1;
  }

  /// u · product as (u·v)·w if u·v stands before the product, else −1.
  constexpr position reassociated(position u, position product) {
    const instruction i = (*out_)[product];
    if (i.op != operation::multiply) return -1;
    for (int k = 0; k != 2; ++k) {
      const std::int16_t v = i.arguments[static_cast<std::size_t>(k)], w = i.arguments[static_cast<std::size_t>(1 - k)];
      const auto first = static_cast<std::int16_t>(comes_first(u, v) ? u : v),
                 second = static_cast<std::int16_t>(first == u ? v : u);
      const position known = out_->find({.op = operation::multiply, .arguments = {first, second, -1, -1}});
      if (known >= 0 && known < product) return multiply(known, w);
    }
    return -1;
  }

  constexpr position function(operation op, position u) {
    const instruction i = (*out_)[u];
    const primitive& rule = rule_of(op);
    // f(−u) = f(u) for an even function, −f(u) for an odd one
    if (i.op == operation::negate && rule.is(even)) return function(op, i.arguments[0]);
    if (i.op == operation::negate && rule.is(odd)) return scale(-1, function(op, i.arguments[0]));
    // √(u·u) = |u|
    if (op == operation::sqrt && i.op == operation::multiply && i.arguments[0] == i.arguments[1])
      return function(operation::abs, i.arguments[0]);
    if (const position p = naive_function(op, u); p >= 0) return p;
    // log eᵘ = u, log1p(eᵘ − 1) = u
    if ((op == operation::log && i.op == operation::exp) || (op == operation::log1p && i.op == operation::expm1))
      return i.arguments[0];
    // sign(c·u) = ±sign(u)
    if (const scaled s = split(u); op == operation::sign && s.term >= 0 && s.term != u)
      return scale(s.factor < 0 ? -1 : 1, function(operation::sign, s.term));
    // |u| = u where u ≥ 0 is known
    if (op == operation::abs && rule_of(i.op).is(nonnegative)) return u;
    // |2| = 2, sign(−3) = −1
    if (op == operation::abs && i.op == operation::number) return out_->emit_number(i.value < 0 ? -i.value : i.value);
    if (op == operation::sign && i.op == operation::number)
      return out_->emit_number(static_cast<double>(i.value > 0) - static_cast<double>(i.value < 0));
    return out_->emit(op, u);
  }

  constexpr position where(const instruction& mark, position l, position r, position a, position b) {
    const operation op = mark.op;
    // where(c, a, a) = a
    if (a == b) return a;
    // where(1 < 2, a, b) = a
    if (is_number(l) && is_number(r)) {
      const bool holds = op == operation::where_less ? value(l) < value(r) : value(l) <= value(r);
      return holds ? a : b;
    }
    // where(c, where(c, a, _), b) = where(c, a, b), and likewise in the else branch
    const instruction inside_a = (*out_)[a], inside_b = (*out_)[b];
    if (inside_a.op == op && inside_a.arguments[0] == l && inside_a.arguments[1] == r)
      return where(mark, l, r, inside_a.arguments[2], b);
    if (inside_b.op == op && inside_b.arguments[0] == l && inside_b.arguments[1] == r)
      return where(mark, l, r, a, inside_b.arguments[3]);
    return out_->emit({.op = op,
                       .arguments = {detail::narrow(l), detail::narrow(r), detail::narrow(a), detail::narrow(b)},
                       .value = mark.value});
  }

  /// uᵛ
  constexpr position power(position u, position v) {
    const double n = is_number(v) ? value(v) : 0.5;
    // a power by a whole number is a product, or the reciprocal of one
    if (!(-64 <= n && n <= 64) || n != static_cast<int>(n)) return out_->emit(operation::pow, u, v);
    position product = -1, factor = u;
    for (int rest = static_cast<int>(n < 0 ? -n : n); rest != 0; rest /= 2) {
      if (rest % 2 != 0) product = product < 0 ? factor : multiply(product, factor);
      if (rest > 1) factor = multiply(factor, factor);
    }
    if (product < 0) return one();
    return n < 0 ? divide(one(), product) : product;
  }

  constexpr position positive_part(position u) {
    const position zero = out_->emit_number(0);
    return out_->emit(operation::where_less, zero, u, u, zero);
  }
  constexpr position negative_part(position u) {
    const position zero = out_->emit_number(0);
    return out_->emit(operation::where_less, u, zero, u, zero);
  }

  /// u · (v/w) as v · (u/w) if u/w stands before it, else −1.
  constexpr position exchanged(position u, position quotient) {
    const instruction i = (*out_)[quotient];
    if (i.op != operation::divide) return -1;
    const position known =
        out_->find({.op = operation::divide, .arguments = {detail::narrow(u), i.arguments[1], -1, -1}});
    return known >= 0 && known < quotient ? multiply(i.arguments[0], known) : -1;
  }
};

}  // namespace ogive

#include <ogive/calculus/naive.hpp>
