// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. log and log1p on a scalar or a register, without branches. −∞ at the pole, NaN left of it.
#pragma once

#include <type_traits>

#include <ogive/base/config.hpp>
#include <ogive/kernel/elementary/exponential.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail::elementary {

/// log(1 + f) + n · log 2 for f in [−1/4, 1/2].
template <class V>
OGIVE_INLINE constexpr V logarithm_of(const V& f, const V& n) {
  using T = element_t<V>;
  using C = exponential_constants<T>;
  const V small = n * V(C::ln2_low);
  if constexpr (std::is_same_v<T, float>) {
    // log(1 + f) = f − f²/2 + f³ p(f)
    const V p = polynomial(f, log_tail_float, log_tail_double);
    const V y = f + multiply_add(multiply_add(p, f, V(T(-0.5))), V(f * f), small);
    return multiply_add(n, V(C::ln2_high), y);
  } else {
    // with s = f / (2 + f): log(1 + f) = f − f²/2 + s (f²/2 + s² p(s²))
    const V half = f * V(T(0.5));
    const V s = f / (f + V(T(2)));
    const V z = s * s;
    const V p = polynomial(z, log_tail_float, log_tail_double);
    const V y = f + negate_multiply_add(half, f, multiply_add(s, multiply_add(z, p, V(half * f)), small));
    return multiply_add(n, V(C::ln2_high), y);
  }
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
    if (std::is_constant_evaluated() && (x < -1 || x == infinity<T>)) return x < -1 ? not_a_number<T> : x;
  }
  const V one(T(1)), end(infinity<T>);
  const V sum = one + x;
  const V x_part = sum - one;
  const V error = (one - (sum - x_part)) + (x - x_part);
  const decomposed<V> parts = decompose(sum);
  // beyond this range the error of the sum does not show
  constexpr T widest = format<T>::mantissa_bits + 2;
  const V back = power_of_two(clamp(V(parts.exponent * V(T(-1))), -widest, widest));
  const V f = multiply_add(error, back, V(parts.mantissa - one));
  return choose(equal(x, end), end, copy_sign(logarithm_of(f, parts.exponent), x));
}

}  // namespace ogive::detail::elementary
