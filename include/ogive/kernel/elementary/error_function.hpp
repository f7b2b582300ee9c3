// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. erf, erfc and the normal distribution function on a scalar or a register, without branches and with
// full relative accuracy in the far tails.
#pragma once

#include <cstddef>
#include <type_traits>

#include <ogive/base/config.hpp>
#include <ogive/kernel/elementary/exponential.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail::elementary {

/// factor · (c₀ + t (c₁ + …)); a machine that fuses pays back what the last addition lost.
template <class V, std::size_t N, std::size_t M>
OGIVE_INLINE constexpr V polynomial_times(const V& factor, const V& t, const float (&of_float)[N], const double (&of_double)[M]) {
  const V first = constant_term<V>(of_float, of_double);
  const V slope = polynomial<1>(t, of_float, of_double);
  const V p = multiply_add(slope, t, first);
  if constexpr (has_fused_multiply_add) return multiply_add(p, factor, V(multiply_add(slope, t, V(first - p)) * factor));
  else return p * factor;
}

/// e · p(t) / (a + k) with t = (a − k) / (a + k): both tails below are of this form.
template <class V, std::size_t N, std::size_t M>
OGIVE_INLINE constexpr V gaussian_tail(const exponential<V>& e, const V& a, element_t<V> k, const float (&of_float)[N], const double (&of_double)[M]) {
  const V one(element_t<V>(1));
  const V sum = a + V(k);
  const V inverse = divide(one, sum);
  // what a + k and the division lost, relative to the inverse; it is paid back to t and to the product
  const V lost = negate_multiply_add(inverse, V(a - (sum - V(k))), exact_difference(one, inverse, sum));
  const V rough = (a - V(k)) * inverse;
  const V t = multiply_add(rough, lost, rough);
  const V ratio = polynomial_times(inverse, t, of_float, of_double);
  return scale(multiply_add(ratio, V(e.rest + lost), ratio), e.exponent);
}

template <class T>
inline constexpr T erfc_edge = std::is_same_v<T, float> ? T(10.1f) : T(27.3);

/// erfc(a) for a ≥ 0; 0 from erfc_edge on.
template <class V>
OGIVE_INLINE constexpr V erfc_of_positive(const V& a) {
  using T = element_t<V>;
  constexpr T k = std::is_same_v<T, float> ? 2 : 3;
  return gaussian_tail(exponential_of_square(a, T(-1)), a, k, erfc_tail_float, erfc_tail_double);
}

/// 1 − erf(x) = 2/√π ∫ₓ^∞ exp(−t²) dt
template <class V>
OGIVE_INLINE constexpr V erfc(const V& x) {
  using T = element_t<V>;
  if (is_constant_nan(x)) return x;
  const V y = erfc_of_positive(clamp(absolute(x), T(0), erfc_edge<T>));
  return choose(less(x, V(T(0))), V(V(T(2)) - y), y);
}

/// 2/√π ∫₀ˣ exp(−t²) dt
template <class V>
OGIVE_INLINE constexpr V erf(const V& x) {
  using T = element_t<V>;
  if (is_constant_nan(x)) return x;
  const V one(T(1));
  V a = absolute(x), far = a;
  if constexpr (std::is_same_v<T, float>) {
    // 1 − exp(−q(a)): beside 1, erfc needs an absolute accuracy only
    a = clamp(a, T(0), T(4.1f));
    const exponential<V> e = exponential_of(V(polynomial(a, erf_far_float, erf_near_double) * V(T(-1))));
    const V power = power_of_two(e.exponent);
    far = one - multiply_add(power, e.rest, power);
  } else {
    a = clamp(a, T(0), erfc_edge<T>);
    far = one - erfc_of_positive(a);
  }
  const V near = multiply_add(a, polynomial(V(a * a), erf_near_float, erf_near_double), a);
  return copy_sign(choose(less(a, one), near, far), x);
}

/// The normal distribution function, erfc(−x/√2) / 2, with full relative accuracy for x → −∞.
template <class V>
OGIVE_INLINE constexpr V cdf(const V& x) {
  using T = element_t<V>;
  if (is_constant_nan(x)) return x;
  const V a = clamp(absolute(x), T(0), exponential_constants<T>::gaussian_edge);
  const V y = gaussian_tail(exponential_of_square(a, T(-0.5)), a, std::is_same_v<T, float> ? 2 : 4, cdf_tail_float, cdf_tail_double);
  return choose(less(x, V(T(0))), y, V(V(T(1)) - y));
}

}  // namespace ogive::detail::elementary
