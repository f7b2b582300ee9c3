// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The rules of `rewriting::stable` that hold in real arithmetic: what people write for a function of
// the language becomes that function, which neither overflows nor cancels. They run before and after differentiation,
// so that a derivative is that of the function. What they mend may cost more than it did.
#pragma once

#include <cstddef>
#include <utility>

#include <ogive/calculus/arithmetic.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {

/// u + v, the whole of a sum or two of its terms. Beside others 1 only cancels with what is near it where it matters,
/// which is eᵘ near u = 0.
constexpr program::position arithmetic_rewriter::naive_sum(const scaled& u, const scaled& v, bool is_whole) {
  if (!recognises() || (u.term < 0 && v.term < 0)) return -1;
  if (!is_whole && !(u.term >= 0 && is(u.term, operation::exp)) && !(v.term >= 0 && is(v.term, operation::exp)))
    return -1;
  if (u.term >= 0 && v.term >= 0) {
    // c·softplus(u) − c·u = c·softplus(−u)
    for (const auto& [a, b] : {std::pair{u, v}, std::pair{v, u}}) {
      if (!is(a.term, operation::softplus)) continue;
      const position inner = argument(a.term, 0);
      const scaled w = split(inner);
      if ((b.term == w.term && b.factor == -a.factor * w.factor) || (b.term == inner && b.factor == -a.factor))
        return recognised(scale(a.factor, function(operation::softplus, scale(-1, inner))));
    }
    // c·u ± c·u·t = c·u · (1 ± t)
    if (u.factor != v.factor && u.factor != -v.factor) return -1;
    for (const auto& [a, b] : {std::pair{u, v}, std::pair{v, u}}) {
      if (!is(b.term, operation::multiply)) continue;
      for (std::size_t k = 0; k != 2; ++k) {
        if (argument(b.term, k) != a.term) continue;
        const position sum = one_plus(a.factor == b.factor ? 1 : -1, argument(b.term, 1 - k));
        if (sum >= 0) return recognised(scale(a.factor, multiply(a.term, sum)));
      }
    }
    return -1;
  }
  const scaled &number = u.term < 0 ? u : v, &t = u.term < 0 ? v : u;
  // c ± c·t = c·(1 ± t)
  if (t.factor == number.factor || t.factor == -number.factor) {
    const position sum = one_plus(t.factor == number.factor ? 1 : -1, t.term);
    return sum < 0 ? -1 : recognised(scale(number.factor, sum));
  }
  // 2·σ(u) − 1 = tanh(u/2)
  if ((t.factor == 2 || t.factor == -2) && t.factor == -2 * number.factor && is(t.term, operation::sigmoid))
    return recognised(scale(-number.factor, function(operation::tanh, scale(0.5, argument(t.term, 0)))));
  return -1;
}

/// 1 + sign·t if there is a function for it, else −1.
constexpr program::position arithmetic_rewriter::one_plus(int sign, position t) {
  const position u = argument(t, 0);
  switch (at(t).op) {
    // 1 − eᵘ = −expm1(u)
    case operation::exp: return sign > 0 ? -1 : scale(-1, function(operation::expm1, u));
    // 1 + expm1(u) = eᵘ
    case operation::expm1: return sign < 0 ? -1 : function(operation::exp, u);
    // 1 − σ(u) = σ(−u)
    case operation::sigmoid: return sign > 0 ? -1 : function(operation::sigmoid, scale(-1, u));
    // 1 − Φ(u) = Φ(−u)
    case operation::cdf: return sign > 0 ? -1 : function(operation::cdf, scale(-1, u));
    // 1 ± tanh(u) = 2·σ(±2u)
    case operation::tanh: return scale(2, function(operation::sigmoid, scale(2 * sign, u)));
    // 1 + erf(u) = erfc(−u), 1 − erf(u) = erfc(u)
    case operation::erf: return function(operation::erfc, scale(-sign, u));
    // 1 − sech²(u) = tanh²(u)
    case operation::sech2: {
      if (sign > 0) return -1;
      const position tangent = function(operation::tanh, u);
      return multiply(tangent, tangent);
    }
    case operation::multiply:
      // 1 − tanh²(u) = sech²(u)
      if (sign < 0 && is_square_of(t, operation::tanh)) return function(operation::sech2, argument(u, 0));
      // 1 − eᵘ·eᵘ = −expm1(2u)
      if (sign < 0 && is_square_of(t, operation::exp))
        return scale(-1, function(operation::expm1, scale(2, argument(u, 0))));
      return -1;
    default: return -1;
  }
}

constexpr program::position arithmetic_rewriter::naive_product(position a, position b) {
  if (!recognises() || !is(b, operation::sigmoid)) return -1;
  // eᵘ · σ(−u) = σ(u)
  const power_of_e e = as_power(a);
  const scaled u = split(argument(b, 0));
  const bool found = e.found && !e.is_one() && e.term == u.term && e.factor == -u.factor;
  return found ? recognised(function(operation::sigmoid, exponent(e))) : -1;
}

constexpr program::position arithmetic_rewriter::naive_quotient(position a, position b) {
  if (!recognises()) return -1;
  const position first = argument(b, 0), second = argument(b, 1);
  // u / (v·v) = u / v / v for v = 1 + eʷ
  if (is(b, operation::multiply) && first == second && exponential_beside_one(first) >= 0)
    return recognised(divide(divide(a, first), first));
  if (!is(b, operation::add)) return -1;
  const power_of_e e = as_power(first), f = as_power(second);
  if (!e.found || !f.found) return -1;
  // (eᵘ − eᵛ) / (eᵘ + eᵛ) = tanh((u − v)/2)
  const bool is_difference = is(a, operation::subtract), is_expm1 = is(a, operation::expm1);
  if (is_difference || is_expm1) {
    const scaled u = split(argument(a, 0));
    const power_of_e g = is_difference ? as_power(argument(a, 0)) : power_of_e{true, u.factor, u.term};
    const power_of_e h = is_difference ? as_power(argument(a, 1)) : power_of_e{true};
    if ((g == e && h == f) || (g == f && h == e))
      return recognised(function(operation::tanh, scale(0.5, subtract(exponent(g), exponent(h)))));
  }
  const position p = weighted(a, first, second);
  return p < 0 ? -1 : recognised(p);
}

/// sum / (e + f) for two powers of e, if each term of the sum has one of them as a factor, else −1. The number 1 is
/// such a power, and a factor of each term; then a sum is taken apart only for the other one.
constexpr program::position arithmetic_rewriter::weighted(position sum, position e, position f) {
  const instruction i = at(sum);
  const bool is_sum = i.op == operation::add || i.op == operation::subtract,
             beside_one = is_number(e, 1) || is_number(f, 1);
  // (u ± v) / w = u/w ± v/w
  if (is_sum) {
    const position power = is_number(e, 1) ? f : e;
    const auto has_power = [&](position term) {
      const scaled s = split(term);
      return s.term >= 0 && (s.term == power || without_factor(s.term, power) >= 0);
    };
    if (!beside_one || has_power(i.arguments[0]) || has_power(i.arguments[1])) {
      const position u = weighted(i.arguments[0], e, f), v = weighted(i.arguments[1], e, f);
      if (u < 0 || v < 0) return -1;
      return i.op == operation::add ? add(u, v) : subtract(u, v);
    }
  }
  const scaled s = split(sum);
  for (const auto& [own, other] : {std::pair{e, f}, std::pair{f, e}}) {
    if (s.term < 0 || is_number(own, 1)) continue;
    // u·eᵛ / (eᵛ + eʷ) = u·σ(v − w)
    const position rest = s.term == own ? one() : without_factor(s.term, own);
    if (rest >= 0) return scale(s.factor, multiply(rest, sigmoid_between(own, other)));
  }
  // u / (1 + eᵛ) = u·σ(−v)
  return !beside_one ? -1 : multiply(sum, is_number(e, 1) ? sigmoid_between(e, f) : sigmoid_between(f, e));
}

/// eᵘ / (eᵘ + eᵛ) = σ(u − v)
constexpr program::position arithmetic_rewriter::sigmoid_between(position e, position f) {
  return function(operation::sigmoid, subtract(exponent(as_power(e)), exponent(as_power(f))));
}

constexpr program::position arithmetic_rewriter::exponent(const power_of_e& p) {
  return p.term < 0 ? out_->emit_number(p.factor) : scale(p.factor, p.term);
}

/// v if the sum is 1 + eᵛ, else −1.
constexpr program::position arithmetic_rewriter::exponential_beside_one(position sum) {
  if (!is(sum, operation::add)) return -1;
  for (std::size_t k = 0; k != 2; ++k) {
    const power_of_e e = as_power(argument(sum, k));
    if (e.found && !e.is_one() && is_number(argument(sum, 1 - k), 1)) return exponent(e);
  }
  return -1;
}

constexpr program::position arithmetic_rewriter::naive_function(operation op, position u) {
  if (!recognises()) return -1;
  const instruction i = at(u);
  if (op == operation::log) {
    // log(1 + eᵘ) = softplus(u)
    if (const position v = exponential_beside_one(u); v >= 0) return recognised(function(operation::softplus, v));
    // log(1 + u) = log1p(u)
    if (const position v = without_one(u); v >= 0) return recognised(function(operation::log1p, v));
    // log σ(u) = −softplus(−u)
    if (i.op == operation::sigmoid)
      return recognised(scale(-1, function(operation::softplus, scale(-1, i.arguments[0]))));
  }
  if (op == operation::log1p) {
    // log1p(eᵘ) = softplus(u)
    if (const power_of_e e = as_power(u); e.found && !e.is_one())
      return recognised(function(operation::softplus, exponent(e)));
    // log1p(−σ(u)) = −softplus(u)
    if (i.op == operation::negate && is(i.arguments[0], operation::sigmoid))
      return recognised(scale(-1, function(operation::softplus, argument(i.arguments[0], 0))));
  }
  if (op == operation::erfc) {
    // erfc(∓u/√2) = 2·Φ(±u)
    if (const signed_term v = over_root_of_two(u); v.sign != 0)
      return recognised(scale(2, function(operation::cdf, scale(-v.sign, v.term))));
  }
  return -1;
}

/// u if the sum is 1 + u, wherever in it the 1 stands, else −1.
constexpr program::position arithmetic_rewriter::without_one(position sum) {
  const instruction i = at(sum);
  const position a = i.arguments[0], b = i.arguments[1];
  if (i.op != operation::add && i.op != operation::subtract) return -1;
  if (is_number(a, 1)) return i.op == operation::add ? b : scale(-1, b);
  if (i.op == operation::add && is_number(b, 1)) return a;
  if (const position rest = without_one(a); rest >= 0) return i.op == operation::add ? add(rest, b) : subtract(rest, b);
  if (i.op == operation::subtract) return -1;
  const position rest = without_one(b);
  return rest < 0 ? -1 : add(a, rest);
}

}  // namespace ogive
