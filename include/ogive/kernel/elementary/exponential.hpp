// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. exp, expm1 and products with exponentials on a scalar or a register, without branches. Exponentials
// of one argument share everything but their last lines: the compiler computes the shared part once.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include <ogive/base/config.hpp>
#include <ogive/calculus/ranges.hpp>
#include <ogive/kernel/elementary/coefficients.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/kernel/widening.hpp>

namespace ogive::detail::elementary {

template <class T>
struct exponential_constants;

template <>
struct exponential_constants<float> {
  static constexpr float log2_e = 1.442695f;
  static constexpr float ln2_high = 0.693145751953125f;  // 15 bits: times an exponent it is exact
  static constexpr float ln2_low = 1.4286068e-06f;
  static constexpr float least = -174.0f, greatest = 174.0f;  // 0 and infinity, as a factor too
  static constexpr float gaussian_edge = 18.6f;               // any number times pdf(x) or cdf(-x) is 0 from here
  static constexpr float least_beside_any = -200.0f;          // the same for factors that are as large as can be
  static constexpr float gaussian_edge_beside_any = 20.0f;
};

template <>
struct exponential_constants<double> {
  static constexpr double log2_e = 1.4426950408889634;
  static constexpr double ln2_high = 0x1.62e42fefa38p-1;  // 42 bits
  static constexpr double ln2_low = 0x1.ef35793c7673p-45;
  static constexpr double least = -1416, greatest = 1416;
  static constexpr double gaussian_edge = 53.2;
  static constexpr double least_beside_any = -2100;
  static constexpr double gaussian_edge_beside_any = 53.2;
};

/// Whether a scalar is NaN in a constant expression, where no arithmetic with it is allowed.
template <class V>
OGIVE_INLINE constexpr bool is_constant_nan(const V& x) {
  if constexpr (scalar_value<V>) return std::is_constant_evaluated() && x != x;
  else return (void)x, false;
}

/// c + c′ x + c″ x² + … by Horner's scheme, from coefficient `From` on.
template <std::size_t From = 0, class V, std::size_t N>
OGIVE_INLINE constexpr V horner(const V& x, const element_t<V> (&c)[N]) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    V p(c[N - 1]);
    ((p = multiply_add(p, x, V(c[N - 2 - I]))), ...);
    return p;
  }
  (std::make_index_sequence<N - 1 - From>{});
}

/// The same with the table of V's element.
template <std::size_t From = 0, class V, std::size_t N, std::size_t M>
OGIVE_INLINE constexpr V polynomial(const V& x, const float (&of_float)[N], const double (&of_double)[M]) {
  if constexpr (std::is_same_v<element_t<V>, float>) return horner<From>(x, of_float);
  else return horner<From>(x, of_double);
}

template <class V, std::size_t N, std::size_t M>
OGIVE_INLINE constexpr V constant_term(const float (&of_float)[N], const double (&of_double)[M]) {
  if constexpr (std::is_same_v<element_t<V>, float>) return V(of_float[0]);
  else return V(of_double[0]);
}

/// Is the argument ≤ 0? It may be positive where the result is not used, which constant expressions compute all the same.
OGIVE_INLINE constexpr bool is_decaying(unsigned known) {
  return (known & decaying_range) != 0 && !std::is_constant_evaluated();
}

/// Can the exponential not overflow? Likewise.
OGIVE_INLINE constexpr bool is_limited(unsigned known) {
  return (known & (decaying_range | limited_range)) != 0 && !std::is_constant_evaluated();
}

/// e^x = 2^n · (1 + rest) with |rest| < √2 − 1. n comes as n + exponent_magic.
template <class V>
struct exponential {
  V shifted;
  V rest;
  unsigned known = any_range;

  [[nodiscard]] OGIVE_INLINE constexpr V exponent() const { return shifted - V(exponent_magic<element_t<V>>); }

  /// n limited to exponents of normal numbers, likewise
  [[nodiscard]] OGIVE_INLINE constexpr V inside() const {
    using T = element_t<V>;
    constexpr T least = exponent_magic<T> + (1 - format<T>::bias), greatest = exponent_magic<T> + format<T>::bias;
    return is_limited(known) ? at_least(shifted, least) : clamp(shifted, least, greatest);
  }
};

/// x limited to where e^x is not yet 0 or ∞.
template <class V>
OGIVE_INLINE constexpr V limited(const V& x, unsigned known) {
  using C = exponential_constants<element_t<V>>;
  return is_limited(known) ? at_least(x, C::least) : clamp(x, C::least, C::greatest);
}

template <class V>
OGIVE_INLINE constexpr V shifted_exponent(const V& x) {
  using T = element_t<V>;
  return multiply_add(x, V(exponential_constants<T>::log2_e), V(exponent_magic<T>));
}

/// rest = expm1(r) for |r| ≤ log 2 / 2
template <class V>
OGIVE_INLINE constexpr V exponential_of_reduced(const V& r) {
  return multiply_add(V(r * r), polynomial(r, exp_tail_float, exp_tail_double), r);
}

/// x − n · log 2 for n = shifted − exponent_magic
template <class V>
OGIVE_INLINE constexpr V reduced(const V& x, const V& shifted) {
  using C = exponential_constants<element_t<V>>;
  const V n = shifted - V(exponent_magic<element_t<V>>);
  return negate_multiply_add(n, V(C::ln2_low), negate_multiply_add(n, V(C::ln2_high), x));
}

template <class V>
OGIVE_INLINE constexpr exponential<V> exponential_of(const V& x, unsigned known = any_range) {
  const V shifted = shifted_exponent(x);
  return {shifted, exponential_of_reduced(reduced(x, shifted)), known};
}

/// e^(x + low) for a low part that is small beside 1; it joins where the rest of log 2 does, at no rounding of its own.
template <class V>
OGIVE_INLINE constexpr exponential<V> exponential_of_parts(const V& x, const V& low, unsigned known = any_range) {
  using C = exponential_constants<element_t<V>>;
  const V shifted = shifted_exponent(x), n = shifted - V(exponent_magic<element_t<V>>);
  const V r = negate_multiply_add(n, V(C::ln2_high), x) + negate_multiply_add(n, V(C::ln2_low), low);
  return {shifted, exponential_of_reduced(r), known};
}

/// e^(factor · a²) for a negative power of two `factor`: the square enters with its rounding error, for else the far tails would
/// lose a digit for each digit of a².
template <class V>
OGIVE_INLINE constexpr exponential<V> exponential_of_square(const V& a, element_t<V> factor) {
  const V square = a * a, x = square * V(factor), error = product_error(a, a, square);
  if constexpr (std::is_same_v<element_t<V>, double>)  // a rounding less, an operation more
    return exponential_of_parts(x, V(error * V(factor)), decaying_range);
  const V shifted = shifted_exponent(x);
  return {shifted, exponential_of_reduced(multiply_add(error, V(factor), reduced(x, shifted))), decaying_range};
}

/// e^(x + low) for a rounding error `low` of x. Where x is out of range it is clamped, and its error, which may be
/// large there or NaN, does not count.
template <class V>
OGIVE_INLINE constexpr exponential<V> exponential_of_sum(const V& x, const V& low, unsigned known = any_range) {
  const V inside = limited(x, known);
  return exponential_of_parts(inside, choose(equal(inside, x), low, V(element_t<V>(0))), known);
}

/// a · 2^n
template <class V>
OGIVE_INLINE constexpr V scale_by(const V& a, const exponential<V>& e) {
  return scale(a, e.shifted, e.inside());
}

template <class V>
OGIVE_INLINE constexpr V exp_from(const exponential<V>& e) {
  if ((e.known & beside_larger) != 0) {
    const V power = power_of_two_from(e.inside());
    return multiply_add(e.rest, power, power);
  }
  return scale_by(V(e.rest + V(element_t<V>(1))), e);
}

/// e^x; overflows to infinity, underflows gradually.
template <class V>
OGIVE_INLINE constexpr V exp(const V& x, unsigned known = any_range) {
  if (is_constant_nan(x)) return x;
  return exp_from(exponential_of(limited(x, known), known));
}

/// e^(x + low)
template <class V>
OGIVE_INLINE constexpr V exp(const V& x, const V& low, unsigned known = any_range) {
  if (is_constant_nan(x)) return x;
  return exp_from(exponential_of_sum(x, low, known));
}

/// In a constant expression nothing may overflow or be NaN.
template <class V>
OGIVE_INLINE constexpr bool is_infinite_constant(const V& s) {
  if constexpr (scalar_value<V>) return std::is_constant_evaluated() && !(-largest<V> <= s && s <= largest<V>);
  else return (void)s, false;
}
template <class Mask>
OGIVE_INLINE constexpr bool vanished_constant(const Mask& vanished) {
  if constexpr (std::is_same_v<Mask, bool>) return vanished;
  else return (void)vanished, false;
}

/// u · 2^n · (1 + rest), and 0 where `vanished` holds, whatever u
template <class V, class Mask>
OGIVE_INLINE constexpr V times_exponential(const V& u, const exponential<V>& e, const Mask& vanished) {
  if (is_infinite_constant(u)) return vanished_constant(vanished) ? V(element_t<V>(0)) : u;
  const V y = scale_by(multiply_add(u, e.rest, u), e);
  return (e.known & bounded_factor) != 0 ? y : zero_where(vanished, y);
}

/// u · e^x
template <class V>
OGIVE_INLINE constexpr V times_exp(const V& u, const V& x, unsigned known = any_range) {
  if (is_constant_nan(x)) return x;
  const V inside = limited(x, known);
  return times_exponential(u, exponential_of(inside, known), less(x, inside));
}

/// w + a · 2^n for n ≤ 0, where w is 0 or a 2^n is normal: rounded once
template <class V>
OGIVE_INLINE constexpr V add_scaled(const V& w, const V& a, const exponential<V>& e) {
  if constexpr (register_traits<V>::has_avx512) {
    return w + scale_by(a, e);
  } else {
    const V inside = e.inside();
    return multiply_add(scaled_first(a, e.shifted, inside), power_of_two_from(inside), w);
  }
}

/// w − a · 2^n, likewise
template <class V>
OGIVE_INLINE constexpr V subtract_scaled(const V& w, const V& a, const exponential<V>& e) {
  if constexpr (register_traits<V>::has_avx512) {
    return w - scale_by(a, e);
  } else {
    const V inside = e.inside();
    return negate_multiply_add(scaled_first(a, e.shifted, inside), power_of_two_from(inside), w);
  }
}

/// w + u · x · e^x for x ≤ 0. Where the exponential vanishes, so does its product with x.
template <class V>
OGIVE_INLINE constexpr V self_gated_exp(const V& u, const V& x, const V& w) {
  if (is_constant_nan(x)) return x;
  if (is_infinite_constant(w)) return w;
  const V inside = limited(x, decaying_range), factor = u * inside;
  const exponential<V> e = exponential_of(inside, decaying_range);
  return add_scaled(w, multiply_add(factor, e.rest, factor), e);
}

/// u · e^(x + low) for a rounding error `low` of x
template <class V>
OGIVE_INLINE constexpr V times_exp(const V& u, const V& x, const V& low, unsigned known = any_range) {
  if (is_constant_nan(x)) return x;
  return times_exponential(u, exponential_of_sum(x, low, known),
                           less(x, V(exponential_constants<element_t<V>>::least)));
}

/// exp(−e^x). In float the inner exponential would be rounded, and the outer one multiplies that error by its size.
template <class V>
OGIVE_INLINE constexpr V exp_of_minus_exp(const V& x) {
  const auto twice = [](const auto& d) { return elementary::exp(negate(elementary::exp(d))); };
  if (is_constant_nan(x)) return x;
  if constexpr (std::is_same_v<element_t<V>, float>) return in_double(twice, x);
  else return twice(x);
}

template <class V>
OGIVE_INLINE constexpr V expm1_from(const V& x, const exponential<V>& e) {
  using T = element_t<V>;
  if constexpr (scalar_value<V>) {
    // an overflow is not a constant expression
    if (std::is_constant_evaluated() && exp_from(e) == infinity<T>) return infinity<T>;
  }
  const V n = e.inside(), power = power_of_two_from(n);
  const V y = multiply_add(e.rest, power, V(power - V(T(1))));
  if (is_decaying(e.known)) return minus_absolute(y);
  // an exponent above the greatest has no normal power of two: its excess and 1 is a factor that is right for the next
  // one and large enough, with infinity as the result, for the others
  const V excess = choose(less(n, e.shifted), V(V(e.shifted - n) + V(T(1))), V(T(1)));
  return copy_sign(V(y * excess), x);
}

/// e^x − 1 with full relative accuracy near 0.
template <class V>
OGIVE_INLINE constexpr V expm1(const V& x, unsigned known = any_range) {
  if (is_constant_nan(x)) return x;
  return expm1_from(x, exponential_of(limited(x, known), known));
}

/// e^(x + low) − 1
template <class V>
OGIVE_INLINE constexpr V expm1(const V& x, const V& low, unsigned known = any_range) {
  if (is_constant_nan(x)) return x;
  return expm1_from(x, exponential_of_sum(x, low, known));
}

/// 2^n · (1 + rest) + 1, where e^x ≤ 1
template <class V>
OGIVE_INLINE constexpr V one_plus_exp_from(const exponential<V>& e) {
  const V power = power_of_two_from(e.inside());
  return multiply_add(e.rest, power, V(power + V(element_t<V>(1))));
}

/// 1 + e^x for x ≤ 0
template <class V>
OGIVE_INLINE constexpr V one_plus_exp(const V& x) {
  if (is_constant_nan(x)) return x;
  return one_plus_exp_from(exponential_of(limited(x, decaying_range), decaying_range));
}

/// 1 + e^(x + low) for x ≤ 0
template <class V>
OGIVE_INLINE constexpr V one_plus_exp(const V& x, const V& low) {
  if (is_constant_nan(x)) return x;
  return one_plus_exp_from(exponential_of_sum(x, low, decaying_range));
}

template <class V>
OGIVE_INLINE constexpr exponential<V> gaussian_of(const V& size, element_t<V> edge) {
  return exponential_of_square(at_most(size, edge), element_t<V>(-0.5));
}

/// u · exp(−x²/2), and 0 where the exponential vanishes, whatever u
template <class V>
OGIVE_INLINE constexpr V times_gaussian(const V& u, const V& x, unsigned known = any_range) {
  if (is_constant_nan(x)) return x;
  constexpr element_t<V> edge = exponential_constants<element_t<V>>::gaussian_edge;
  const V size = absolute(x);
  exponential<V> e = gaussian_of(size, edge);
  e.known |= known;
  return times_exponential(u, e, less(V(edge), size));
}

/// w − u · x · exp(−x²/2) for x ≥ 0
template <class V>
OGIVE_INLINE constexpr V self_gated_gaussian(const V& u, const V& x, const V& w) {
  if (is_constant_nan(x)) return x;
  if (is_infinite_constant(w)) return w;
  constexpr element_t<V> edge = exponential_constants<element_t<V>>::gaussian_edge;
  const V factor = u * at_most(x, edge);
  const exponential<V> e = gaussian_of(x, edge);
  return subtract_scaled(w, multiply_add(factor, e.rest, factor), e);
}

}  // namespace ogive::detail::elementary
