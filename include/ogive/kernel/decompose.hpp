// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. A scalar or a register goes in, its mantissas and exponents come out: where logarithms and powers begin.
#pragma once

#include <limits>

#include <ogive/base/config.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail {

/// a = mantissa · 2^exponent with the mantissa in [3/4, 3/2).
template <class V>
struct decomposed {
  V mantissa;
  V exponent;
};

/// Adds to the bits of a number what carries a mantissa of 3/2 or more into the next exponent.
template <class V>
OGIVE_INLINE constexpr bits_t<V> with_carry(const V& a) {
  using T = element_t<V>;
  return to_bits(a) + bits_t<V>(to_bits(T(1)) - to_bits(T(0.75)));
}

/// The mantissa, and the exponent + 2^(mantissa bits) + bias, from such bits.
template <class V>
OGIVE_INLINE constexpr decomposed<V> fields_of(const bits_t<V>& bits) {
  using T = element_t<V>;
  using F = format<T>;
  constexpr typename F::bits lowest_of_exponent = typename F::bits{1} << F::mantissa_bits;
  constexpr T base = T(lowest_of_exponent);  // its low bits are those of the integer added to it
  return {from_bits<V>((bits & bits_t<V>(lowest_of_exponent - 1)) + bits_of<V>(T(0.75))),
          from_bits<V>((bits >> F::mantissa_bits) | bits_of<V>(base))};
}

/// Subnormal numbers included. exponent is −∞ for ±0 and ∞ for ∞ (the mantissa is then finite); the mantissa is NaN for
/// negative numbers and NaN.
template <class V>
OGIVE_INLINE constexpr decomposed<V> decompose(const V& a) {
  using T = element_t<V>;
  using F = format<T>;
  if constexpr (register_traits<V>::has_avx512) {
    const V mantissa(raw::mantissa(a.data));
    return {mantissa, V(raw::exponent(a.data)) - V(raw::exponent(mantissa.data))};
  } else {
    constexpr T lift = T(typename F::bits{1} << (F::mantissa_bits + 1));
    constexpr T base = T(typename F::bits{1} << F::mantissa_bits);
    const V zero = broadcast<V>(0), end = broadcast<V>(infinity<T>);
    const auto subnormal = less(a, broadcast<V>(std::numeric_limits<T>::min()));
    const V lifted = a * choose(subnormal, broadcast<V>(lift), broadcast<V>(1));
    const V offset = choose(subnormal, broadcast<V>(base + F::bias + F::mantissa_bits + 1), broadcast<V>(base + F::bias));
    const decomposed<V> fields = fields_of<V>(with_carry(lifted));
    return {choose(less_equal(zero, a), fields.mantissa, broadcast<V>(not_a_number<T>)),
            choose(equal(a, zero), negate(end), choose(equal(a, end), end, V(fields.exponent - offset)))};
  }
}

/// The same of a normal number, and 2^−exponent; of anything else the parts are numbers without a meaning.
template <class V>
struct decomposed_normal : decomposed<V> {
  V inverse_power;
};

template <class V>
OGIVE_INLINE constexpr decomposed_normal<V> decompose_normal(const V& a) {
  using T = element_t<V>;
  using F = format<T>;
  if constexpr (register_traits<V>::has_avx512) {
    const decomposed<V> parts = decompose(a);
    return {parts, V(raw::scale(V(T(1)).data, negate(parts.exponent).data))};
  } else {
    const bits_t<V> bits = with_carry(a);
    const decomposed<V> fields = fields_of<V>(bits);
    constexpr T offset = T(typename F::bits{1} << F::mantissa_bits) + F::bias;
    // the complement of an exponent n is 1 − n
    const bits_t<V> field = bits_of<V>(infinity<T>);
    const V twice = from_bits<V>((bits & field) ^ field);
    return {{fields.mantissa, V(fields.exponent - V(offset))}, V(twice * V(T(0.5)))};
  }
}

}  // namespace ogive::detail
