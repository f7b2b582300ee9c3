// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. log, log1p and asinh on a scalar or a register, without branches. −∞ at the pole, NaN left of it.
#pragma once

#include <type_traits>

#include <ogive/base/config.hpp>
#include <ogive/kernel/decompose.hpp>
#include <ogive/kernel/elementary/exponential.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail::elementary {

/// log(1 + f) + n · log 2 for f in [−1/4, 1/2]; `small` is n times the low part of log 2, and what f lacks.
template <class V>
OGIVE_INLINE constexpr V logarithm_of(const V& f, const V& n, const V& small) {
  using T = element_t<V>;
  using C = exponential_constants<T>;
  if constexpr (std::is_same_v<T, float>) {
    // log(1 + f) = f − f²/2 + f³ p(f)
    const V p = polynomial(f, log_tail_float, log_tail_double);
    const V y = f + multiply_add(multiply_add(p, f, V(T(-0.5))), V(f * f), small);
    return multiply_add(n, V(C::ln2_high), y);
  } else {
    // with s = f / (2 + f): log(1 + f) = f − f²/2 + s (f²/2 + s² p(s²))
    const V half = f * V(T(0.5));
    const V s = divide(f, V(f + V(T(2))));
    const V z = s * s;
    const V p = polynomial(z, log_tail_float, log_tail_double);
    const V y = f + negate_multiply_add(half, f, multiply_add(s, multiply_add(z, p, V(half * f)), small));
    return multiply_add(n, V(C::ln2_high), y);
  }
}

template <class V>
OGIVE_INLINE constexpr V logarithm_of(const V& f, const V& n) {
  return logarithm_of(f, n, V(n * V(exponential_constants<element_t<V>>::ln2_low)));
}

/// log x; log(±0) = −∞.
template <class V>
OGIVE_INLINE constexpr V log(const V& x) {
  if (is_constant_nan(x)) return x;
  if constexpr (scalar_value<V>) {
    if (std::is_constant_evaluated() && x < 0) return not_a_number<V>;
  }
  const decomposed<V> parts = decompose(x);
  return logarithm_of(V(parts.mantissa - V(element_t<V>(1))), parts.exponent);
}

/// log(1 + x) with full relative accuracy near 0.
template <class V>
OGIVE_INLINE constexpr V log1p(const V& x) {
  using T = element_t<V>;
  if (is_constant_nan(x)) return x;
  if constexpr (scalar_value<V>) {
    if (std::is_constant_evaluated() && x <= -1) return x < -1 ? not_a_number<T> : -infinity<T>;
    if (std::is_constant_evaluated() && x == infinity<T>) return x;
  }
  const V zero(T(0)), one(T(1)), end(infinity<T>), sum = x + one;
  const decomposed_normal<V> parts = decompose_normal(sum);
  // what the sum lost; for large x it is not exact, and does not show
  const V lost = x - V(sum - one);
  const V y = logarithm_of(multiply_add(lost, parts.inverse_power, V(parts.mantissa - one)), parts.exponent);
  const V at_pole = choose(equal(sum, zero), negate(end), V(not_a_number<T>));
  return choose(equal(x, end), end, choose(less(zero, sum), copy_sign(y, x), at_pole));
}

/// log(1 + x) for 0 ≤ x ≤ 1
template <class V>
OGIVE_INLINE constexpr V log1p_of_decay(const V& x) {
  if (is_constant_nan(x)) return x;
  if constexpr (std::is_same_v<element_t<V>, float>) return multiply_add(V(x * x), horner(x, log1p_tail_float), x);
  else return elementary::log1p(x);  // not xsimd's
}

/// 1 + x − sum for sum = 1 + x rounded, exactly.
template <class V>
OGIVE_INLINE constexpr V error_of_one_plus(const V& x, const V& sum) {
  const V one(element_t<V>(1)), x_part = sum - one;
  return (one - (sum - x_part)) + (x - x_part);
}

/// log(x + √(1 + x²)) with full relative accuracy near 0.
template <class V>
OGIVE_INLINE constexpr V asinh(const V& x) {
  using T = element_t<V>;
  if (is_constant_nan(x)) return x;
  // from here on log(2 |x|)
  constexpr T edge = std::is_same_v<T, float> ? T(0x1p14) : T(0x1p30);
  const V zero(T(0)), one(T(1)), size = absolute(x), a = clamp(size, T(0), edge);
  // a + √(1 + a²) = 1 + u, and the sum is 2^exponent · (1 + rest + low)
  const V root_less_one = divide(V(a * a), V(square_root(multiply_add(a, a, one)) + one));
  const V u = a + root_less_one, sum = u + one;
  const V lost = error_of_one_plus(u, sum) + V(root_less_one - V(u - a));
  const auto far = less(V(edge), size);
  const V error = choose(far, zero, lost);
  const decomposed_normal<V> parts = decompose_normal(choose(far, size, sum));
  const V of_sum = parts.mantissa - one, rest = multiply_add(error, parts.inverse_power, of_sum);
  const V low = multiply_add(error, parts.inverse_power, V(of_sum - rest));
  const V n = parts.exponent + choose(far, one, zero);
  const V y = logarithm_of(rest, n, multiply_add(n, V(exponential_constants<T>::ln2_low), low));
  return copy_sign(choose(less(size, V(infinity<T>)), y, size), x);
}

}  // namespace ogive::detail::elementary
