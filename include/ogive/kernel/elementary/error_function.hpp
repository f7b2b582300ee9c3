// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. erf, erfc and the tail of the normal distribution on a scalar or a register, without branches and with
// full relative accuracy far away.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include <ogive/base/config.hpp>
#include <ogive/kernel/elementary/exponential.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail::elementary {

/// (p + low) · inverse · (1 + lost)
template <class V>
struct scaled_tail {
  V p, low;
  V inverse, lost;
};

/// p(t) / (a + k) with t = (a − k) / (a + k): both tails below are of this form, times an exponential. A machine that fuses
/// pays back what the last addition lost.
template <class V, std::size_t N, std::size_t M>
OGIVE_INLINE constexpr scaled_tail<V> tail_of(const V& a, element_t<V> k, const float (&of_float)[N], const double (&of_double)[M]) {
  const V one(element_t<V>(1));
  const V sum = a + V(k);
  const V inverse = divide(one, sum);
  // what a + k and the division lost, relative to the inverse; it is paid back to t and to the product
  const V lost = negate_multiply_add(inverse, V(a - (sum - V(k))), exact_difference(one, inverse, sum));
  const V difference = a - V(k), rough = difference * inverse;
  const V t = multiply_add(rough, lost, rough);
  const V first = constant_term<V>(of_float, of_double);
  if constexpr (std::is_same_v<element_t<V>, float>) {
    const V slope = horner<1>(t, of_float), p = multiply_add(slope, t, first);
    const V low = has_fused_multiply_add ? multiply_add(slope, t, V(first - p)) : V(0.0f);
    return {p, low, inverse, lost};
  } else {  // and what the addition before it and t lost, of which p' makes an error
    const V second(of_double[1]), bend = horner<2>(t, of_double), slope = multiply_add(bend, t, second);
    const V p = multiply_add(slope, t, first), low = multiply_add(slope, t, V(first - p));
    const V of_slope = multiply_add(bend, t, V(second - slope));
    const V of_difference = a - (difference + V(k));
    const V of_t = multiply_add(of_difference, inverse, multiply_add(rough, lost, V(rough - t)));
    return {p, multiply_add(of_t, multiply_add(bend, t, slope), multiply_add(of_slope, t, low)), inverse, lost};
  }
}

template <class T>
inline constexpr T erfc_edge = std::is_same_v<T, float> ? T(10.1f) : T(27.3);

/// erfc(a) for a ≥ 0; 0 from erfc_edge on.
template <class V>
OGIVE_INLINE constexpr V erfc_of_positive(const V& a) {
  using T = element_t<V>;
  constexpr T k = std::is_same_v<T, float> ? 2 : 3;
  const scaled_tail<V> y = tail_of(a, k, erfc_tail_float, erfc_tail_double);
  const exponential<V> e = exponential_of_square(a, T(-1));
  const V ratio = y.p * y.inverse;
  // all that the product lost and lacks
  const V lost = multiply_add(y.low, y.inverse, product_error(y.p, y.inverse, ratio));
  return scale_by(V(ratio + multiply_add(ratio, e.rest, multiply_add(ratio, y.lost, lost))), e);
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
    const V power = power_of_two_from(e.shifted);
    far = one - multiply_add(power, e.rest, power);
  } else {
    a = clamp(a, T(0), erfc_edge<T>);
    far = one - erfc_of_positive(a);
  }
  const V near = multiply_add(a, polynomial(V(a * a), erf_near_float, erf_near_double), a);
  return copy_sign(choose(less(a, one), near, far), x);
}

/// A sum, and what its last addition lost.
template <class V>
struct long_sum {
  V high, low;
};

/// c + c′ x + c″ x² + … as even(x²) + x · odd(x²), with `square` = x².
template <class V, std::size_t N>
OGIVE_INLINE constexpr long_sum<V> even_and_odd(const V& x, const V& square, const element_t<V> (&c)[N]) {
  const auto part = [&]<std::size_t... I>(std::size_t first, std::index_sequence<I...>) __attribute__((always_inline)) {
    constexpr std::size_t last = 2 * (sizeof...(I) - 1);
    V p(c[first + last]);
    ((p = I == 0 ? p : multiply_add(p, square, V(c[first + last - 2 * I]))), ...);
    return p;
  };
  const V even = part(0, std::make_index_sequence<(N + 1) / 2>{}), odd = part(1, std::make_index_sequence<N / 2>{});
  const V high = multiply_add(x, odd, even);
  return {high, multiply_add(x, odd, V(even - high))};
}

/// exp(a²/2) · cdf(−a) for a ≥ 0; constant where the exponential vanishes
template <class V>
OGIVE_INLINE constexpr V normal_tail(const V& a) {
  using T = element_t<V>;
  if (is_constant_nan(a)) return a;
  const V inside = at_most(a, exponential_constants<T>::gaussian_edge_beside_any);
  if constexpr (std::is_same_v<T, float>) {
    // a quotient of sums of positive terms, and what both sums and the division lost; what a² lost is in both
    const V one(1.0f), square = inside * inside;
    const long_sum<V> p = even_and_odd(inside, square, cdf_above_float), q = even_and_odd(inside, square, cdf_below_float);
    const V inverse = divide(one, q.high), y = p.high * inverse;
    const V rest = negate_multiply_add(y, q.low, V(negate_multiply_add(y, q.high, p.high) + p.low));
    return multiply_add(rest, inverse, y);
  } else {
    const scaled_tail<V> y = tail_of(inside, T(4), erfc_tail_float, cdf_tail_double);
    return multiply_add(y.p, y.inverse, V(multiply_add(y.p, y.lost, y.low) * y.inverse));
  }
}

}  // namespace ogive::detail::elementary
