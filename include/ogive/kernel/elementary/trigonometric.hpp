// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. sin, cos and atan on a scalar or a register, right for every angle however large and near a zero.
// sin and cos of one argument share all but their last lines, so that the compiler computes the shared part once.
#pragma once

#include <cstddef>
#include <type_traits>

#include <ogive/base/config.hpp>
#include <ogive/kernel/elementary/circle.hpp>
#include <ogive/kernel/elementary/coefficients.hpp>
#include <ogive/kernel/elementary/exponential.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail::elementary {

/// The sine of an angle, moved on by so many quadrants.
template <unsigned Quadrants, class V>
OGIVE_INLINE constexpr V sine_of(const angle<V>& a) {
  using T = element_t<V>;
  using bits = typename format<T>::bits;
  const V one(T(1)), r = a.rest, z = r * r;
  // the sign is that of r for −0 too
  const V sine = copy_sign(multiply_add(V(r * z), polynomial(z, sin_tail_float, sin_tail_double), r), r);
  const V cosine = multiply_add(z, multiply_add(z, polynomial(z, cos_tail_float, cos_tail_double), V(T(-0.5))), one);
  const bits_t<V> quadrant = a.quadrant + bits_t<V>(bits{Quadrants});
  const V odd = from_bits<V>((quadrant & bits_t<V>(bits{1})) | bits_of<V>(T(1)));
  const bits_t<V> sign = shifted_left(quadrant, 8 * static_cast<int>(sizeof(T)) - 2) & bits_of<V>(T(-0.0));
  return from_bits<V>(to_bits(choose(equal(odd, one), sine, cosine)) ^ sign);
}

/// sine_of, for an angle that `reduce` cannot take.
template <unsigned Quadrants, scalar_value T>
OGIVE_INLINE constexpr T sine_of_large(T x) {
  return absolute(x) == infinity<T> ? not_a_number<T> : sine_of<Quadrants>(reduce_any(x));
}

/// y, with the lanes done anew whose angle is large. A call: it must not cost the others registers or code.
template <unsigned Quadrants, class V>
[[gnu::noinline, gnu::cold]] V with_large_angles(V x, V y) {
  using T = element_t<V>;
  T angles[lanes<V>], sines[lanes<V>];
  detail::store(angles, x);
  detail::store(sines, y);
  for (std::size_t i = 0; i != lanes<V>; ++i) {
    if (moderate_angle<T> < absolute(angles[i])) sines[i] = sine_of_large<Quadrants>(angles[i]);
  }
  return load<V>(sines);
}

template <unsigned Quadrants, class V>
OGIVE_INLINE constexpr V shifted_sine(const V& x) {
  using T = element_t<V>;
  if (is_constant_nan(x)) return x;
  const auto large = less(V(moderate_angle<T>), absolute(x));
  if constexpr (scalar_value<V>) {
    return large ? sine_of_large<Quadrants>(x) : sine_of<Quadrants>(reduce(x));
  } else {
    const V y = sine_of<Quadrants>(reduce(x));
    if (any_lane(large)) [[unlikely]]
      return with_large_angles<Quadrants>(x, y);
    return y;
  }
}

/// sin x; NaN for ±∞.
template <class V>
OGIVE_INLINE constexpr V sin(const V& x) {
  return shifted_sine<0>(x);
}

/// cos x; NaN for ±∞.
template <class V>
OGIVE_INLINE constexpr V cos(const V& x) {
  return shifted_sine<1>(x);
}

/// The angle in (−π/2, π/2) whose tangent is x.
template <class V>
OGIVE_INLINE constexpr V atan(const V& x) {
  using T = element_t<V>;
  if (is_constant_nan(x)) return x;
  const V zero(T(0)), one(T(1)), a = absolute(x);
  // atan a = π/2 + atan(−1/a)
  const auto far = less(one, a);
  const V t = divide(choose(far, V(T(-1)), a), choose(far, a, one)), z = t * t;
  const V low(std::is_same_v<T, float> ? T(half_pi_fused_float[1]) : T(half_pi_fused_double[1]));
  const V high(std::is_same_v<T, float> ? T(half_pi_fused_float[0]) : T(half_pi_fused_double[0]));
  const V tail = multiply_add(V(t * z), polynomial(z, atan_tail_float, atan_tail_double), choose(far, low, zero));
  return copy_sign(V(choose(far, high, zero) + V(t + tail)), x);
}

}  // namespace ogive::detail::elementary
