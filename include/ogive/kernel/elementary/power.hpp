// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. pow on scalars or registers, without branches: e^(v log u), with a logarithm of some 65 bits, and
// the rules of IEEE 754 for zeros, infinities and negative bases, except that a NaN argument always gives NaN.
#pragma once

#include <limits>
#include <type_traits>

#include <ogive/base/config.hpp>
#include <ogive/kernel/decompose.hpp>
#include <ogive/kernel/elementary/coefficients.hpp>
#include <ogive/kernel/elementary/exponential.hpp>
#include <ogive/kernel/elementary/logarithm.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/kernel/widening.hpp>

namespace ogive::detail::elementary {

/// high + low, where low is what high lost in rounding.
template <class V>
struct double_length {
  V high;
  V low;
};

/// a + b for |a| ≥ |b| or a = 0 (Dekker).
template <class V>
OGIVE_INLINE constexpr double_length<V> sorted_sum(const V& a, const V& b) {
  const V high = a + b;
  return {high, V(b - V(high - a))};
}

template <class V>
OGIVE_INLINE constexpr double_length<V> exact_product(const V& a, const V& b) {
  const V high = a * b;
  return {high, product_error(a, b, high)};
}

/// log a for 0 < a < ∞, to some 65 bits.
template <class V>
OGIVE_INLINE constexpr double_length<V> long_logarithm(const V& a) {
  using C = exponential_constants<double>;
  const V one(1.0), two(2.0);
  // a = 2^n (1 + f), s = f / (2 + f): log(1 + f) = s (2 + t), t = z (2/3 + z p(z)), z = s²
  const decomposed<V> parts = decompose(a);
  const V f = parts.mantissa - one, sum = f + two, inverse = divide(one, sum);
  const V s = f * inverse;
  const V s_low = negate_multiply_add(s, V(f - V(sum - two)), exact_difference(f, s, sum)) * inverse;
  const double_length<V> z = exact_product(s, s);
  const V z_low = multiply_add(V(s + s), s_low, z.low);
  const V q = horner(z.high, power_log_tail_double), two_thirds(2.0 / 3);
  const V c = multiply_add(z.high, q, two_thirds);
  const V c_low = multiply_add(z.high, q, V(two_thirds - c)) + V(0x1.5555555555555p-55);  // what 2.0 / 3 lacks
  const double_length<V> t = exact_product(z.high, c);
  const V t_low = multiply_add(z.high, c_low, multiply_add(z_low, c, t.low));
  const double_length<V> p = exact_product(s, t.high);
  const V p_low = multiply_add(s, t_low, multiply_add(s_low, V(t.high + two), p.low));
  const double_length<V> log_1_f = sorted_sum(V(s + s), p.high);
  const double_length<V> y = sorted_sum(V(parts.exponent * V(C::ln2_high)), log_1_f.high);
  return {y.high, V(y.low + multiply_add(parts.exponent, V(C::ln2_low), V(log_1_f.low + p_low)))};
}

/// a^v for finite a > 0 and finite v.
template <class V>
OGIVE_INLINE constexpr V power_of_positive(const V& a, const V& v) {
  if constexpr (std::is_same_v<element_t<V>, float>) {
    const auto of_double = []<class D>(const D& b, const D& w) __attribute__((always_inline)) {
      return elementary::exp(D(w * elementary::log(b)));  // not xsimd's
    };
    return in_double(of_double, a, v);
  } else {
    const double_length<V> logarithm = long_logarithm(a);
    const double_length<V> y = exact_product(v, logarithm.high);
    return elementary::exp(y.high, multiply_add(v, logarithm.low, y.low));
  }
}

/// u^v; 1 for v = 0, NaN for u < 0 and a v that is not whole.
template <class V>
OGIVE_INLINE constexpr V pow(const V& u, const V& v) {
  using T = element_t<V>;
  if (is_constant_nan(u)) return u;
  if (is_constant_nan(v)) return v;
  // as an exponent this makes 0, 1 or ∞ of each base, as ∞ does, but its product with a logarithm is finite
  constexpr T vast = T(0x1p64);
  const V size = absolute(u), base = clamp(size, std::numeric_limits<T>::denorm_min(), largest<T>);
  const auto inside = equal(size, base);
  const V exponent =
      choose(inside, clamp(v, -vast, vast), choose(less(V(T(0)), absolute(v)), copy_sign(V(vast), v), v));
  const V magnitude = power_of_positive(base, exponent);

  const V half = v * V(T(0.5));
  const V y = choose(equal(round_down(half), half), magnitude, copy_sign(magnitude, u));
  const V of_fraction = choose(inside, V(not_a_number<T>), magnitude);
  const V of_negative = choose(equal(round_down(v), v), y, of_fraction);
  return choose(less(u, V(T(0))), of_negative, choose(equal(round_down(v), v), y, magnitude));
}

}  // namespace ogive::detail::elementary
