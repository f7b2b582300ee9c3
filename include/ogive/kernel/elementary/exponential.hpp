// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. exp, expm1 and the normal density on a scalar or a register, without branches. exp and expm1 of one
// argument share everything but their last line, pdf and cdf likewise: the compiler computes the shared part once.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include <ogive/base/config.hpp>
#include <ogive/kernel/elementary/coefficients.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail::elementary {

template <class T>
struct exponential_constants;

template <>
struct exponential_constants<float> {
  static constexpr float log2_e = 1.442695f;
  static constexpr float ln2_high = 0.693145751953125f;  // 15 bits: times an exponent it is exact
  static constexpr float ln2_low = 1.4286068e-06f;
  static constexpr float least = -104.5f, greatest = 89.0f;  // the results are 0 and infinity
  static constexpr float gaussian_edge = 14.5f;              // pdf and cdf(-x) are 0 from here
};

template <>
struct exponential_constants<double> {
  static constexpr double log2_e = 1.4426950408889634;
  static constexpr double ln2_high = 0x1.62e42fefa38p-1;  // 42 bits
  static constexpr double ln2_low = 0x1.ef35793c7673p-45;
  static constexpr double least = -746, greatest = 710;
  static constexpr double gaussian_edge = 38.7;
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

/// e^x = 2^exponent · (1 + rest) with |rest| < √2 − 1.
template <class V>
struct exponential {
  V exponent;
  V rest;
};

template <class V>
OGIVE_INLINE constexpr V nearest_exponent(const V& x) {
  const V magic(rounding_magic<element_t<V>>);
  return multiply_add(x, V(exponential_constants<element_t<V>>::log2_e), magic) - magic;
}

/// rest = expm1(r) for |r| ≤ log 2 / 2
template <class V>
OGIVE_INLINE constexpr exponential<V> exponential_of_reduced(const V& exponent, const V& r) {
  return {exponent, multiply_add(V(r * r), polynomial(r, exp_tail_float, exp_tail_double), r)};
}

template <class V>
OGIVE_INLINE constexpr exponential<V> exponential_of(const V& x) {
  using C = exponential_constants<element_t<V>>;
  const V n = nearest_exponent(x);
  return exponential_of_reduced(n, negate_multiply_add(n, V(C::ln2_low), negate_multiply_add(n, V(C::ln2_high), x)));
}

/// e^(x + low) for a low part that is small beside 1; it joins where the rest of log 2 does, at no rounding of its own.
template <class V>
OGIVE_INLINE constexpr exponential<V> exponential_of_parts(const V& x, const V& low) {
  using C = exponential_constants<element_t<V>>;
  const V n = nearest_exponent(x);
  return exponential_of_reduced(
      n, V(negate_multiply_add(n, V(C::ln2_high), x) + negate_multiply_add(n, V(C::ln2_low), low)));
}

/// e^(factor · a²) for a power of two `factor`: the square enters with its rounding error, for else the far tails would
/// lose a digit for each digit of a².
template <class V>
OGIVE_INLINE constexpr exponential<V> exponential_of_square(const V& a, element_t<V> factor) {
  const V square = a * a;
  return exponential_of_parts(V(square * V(factor)), V(product_error(a, a, square) * V(factor)));
}

/// e^(x + low) for a rounding error `low` of x. Where x is out of range it is clamped, and its error, which may be
/// large there or NaN, does not count.
template <class V>
OGIVE_INLINE constexpr exponential<V> exponential_of_sum(const V& x, const V& low) {
  using T = element_t<V>;
  using C = exponential_constants<T>;
  const V inside = clamp(x, C::least, C::greatest);
  return exponential_of_parts(inside, choose(equal(inside, x), low, V(T(0))));
}

template <class V>
OGIVE_INLINE constexpr V exp_from(const exponential<V>& e) {
  return scale(V(e.rest + V(element_t<V>(1))), e.exponent);
}

/// e^x; overflows to infinity, underflows gradually.
template <class V>
OGIVE_INLINE constexpr V exp(const V& x) {
  using C = exponential_constants<element_t<V>>;
  if (is_constant_nan(x)) return x;
  return exp_from(exponential_of(clamp(x, C::least, C::greatest)));
}

/// e^(x + low)
template <class V>
OGIVE_INLINE constexpr V exp(const V& x, const V& low) {
  if (is_constant_nan(x)) return x;
  return exp_from(exponential_of_sum(x, low));
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
  // the greatest exponent has no normal power of two: double at the end instead
  const V n = clamp(e.exponent, 1 - format<T>::bias, format<T>::bias);
  const V power = power_of_two(n);
  const V y = multiply_add(e.rest, power, V(power - V(T(1))));
  return copy_sign(V(y * choose(less(n, e.exponent), V(T(2)), V(T(1)))), x);
}

/// e^x − 1 with full relative accuracy near 0.
template <class V>
OGIVE_INLINE constexpr V expm1(const V& x) {
  using C = exponential_constants<element_t<V>>;
  if (is_constant_nan(x)) return x;
  return expm1_from(x, exponential_of(clamp(x, C::least, C::greatest)));
}

/// e^(x + low) − 1
template <class V>
OGIVE_INLINE constexpr V expm1(const V& x, const V& low) {
  if (is_constant_nan(x)) return x;
  return expm1_from(x, exponential_of_sum(x, low));
}

/// The density of the normal distribution, exp(−x²/2) / √(2π).
template <class V>
OGIVE_INLINE constexpr V pdf(const V& x) {
  using T = element_t<V>;
  if (is_constant_nan(x)) return x;
  const V a = clamp(absolute(x), T(0), exponential_constants<T>::gaussian_edge);
  const exponential<V> e = exponential_of_square(a, T(-0.5));
  const V peak(static_cast<T>(0.3989422804014327));
  return scale(multiply_add(peak, e.rest, peak), e.exponent);
}

}  // namespace ogive::detail::elementary
