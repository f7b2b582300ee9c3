// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. The one door to xsimd. In: a scalar (float, double) or a register of them. Out: the same words with
// the same meaning for both, so that one template serves constant evaluation, tails and loops; for equal inputs a lane
// holds the very bits that the scalar gives.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <xsimd/xsimd.hpp>

#include <ogive/base/config.hpp>
#include <ogive/kernel/intrinsics.hpp>
#include <ogive/kernel/scalar.hpp>

namespace ogive::detail {

/// The widest register of T that this translation unit may use.
template <class T>
using native_batch = xsimd::batch<T>;

template <class V>
struct register_traits;

template <scalar_value T>
struct register_traits<T> {
  using element = T;
  using bits = typename format<T>::bits;
  static constexpr std::size_t lanes = 1;
  static constexpr bool has_avx512 = false;
  static constexpr bool has_avx = false;
  static constexpr bool has_rounding = false;
};

template <class T, class A>
struct register_traits<xsimd::batch<T, A>> {
  using element = T;
  using bits = xsimd::batch<typename format<T>::bits, A>;
  static constexpr std::size_t lanes = xsimd::batch<T, A>::size;
  static constexpr bool has_avx512 = std::is_base_of_v<xsimd::avx512f, A>;
  static constexpr bool has_avx = has_avx512 || std::is_base_of_v<xsimd::avx, A>;
#if defined(__SSE4_1__) || defined(__aarch64__)
  static constexpr bool has_rounding = true;
#else
  static constexpr bool has_rounding = false;
#endif
};

/// float or double.
template <class V>
using element_t = typename register_traits<V>::element;
template <class V>
using bits_t = typename register_traits<V>::bits;
/// How many elements V holds; 1 for a scalar.
template <class V>
inline constexpr std::size_t lanes = register_traits<V>::lanes;

/// Long sums are those of registers of 64 bytes on every machine: this many registers V stand for one of them in turn, so
/// that no order of additions depends on the machine.
template <class V>
inline constexpr std::size_t parts_of_sum = 64 / sizeof(element_t<V>) / lanes<V>;

// --- in and out of registers ---------------------------------------------------------------------------------------------
template <class V>
OGIVE_INLINE constexpr V broadcast(double value) {
  if constexpr (std::is_same_v<V, float>) {
    // a conversion out of range is not a constant expression
    if (std::is_constant_evaluated() && value > double{largest<float>}) return infinity<float>;
    if (std::is_constant_evaluated() && value < -double{largest<float>}) return -infinity<float>;
  }
  return V(static_cast<element_t<V>>(value));
}

template <class V>
OGIVE_INLINE constexpr V load(const element_t<V>* from) {
  if constexpr (scalar_value<V>) return *from;
  else return V::load_unaligned(from);
}

template <scalar_value T>
OGIVE_INLINE constexpr void store(T* to, std::type_identity_t<T> a) { *to = a; }

// no templates: argument-dependent lookup also finds the template xsimd::store, whose stores are aligned, and must lose
OGIVE_INLINE void store(float* to, const native_batch<float>& a) { a.store_unaligned(to); }
OGIVE_INLINE void store(double* to, const native_batch<double>& a) { a.store_unaligned(to); }

/// The first `count` elements, then `fill`; 0 ≤ count ≤ lanes. Reads nothing else.
template <class V>
OGIVE_INLINE constexpr V load_partial(const element_t<V>* from, std::size_t count, element_t<V> fill) {
  if constexpr (scalar_value<V>) {
    return count == 0 ? fill : *from;
  } else if constexpr (register_traits<V>::has_avx) {
    return V(raw::load_partial(from, count, V(fill).data));
  } else {
    element_t<V> buffer[lanes<V>];
    for (std::size_t i = 0; i != lanes<V>; ++i) buffer[i] = i < count ? from[i] : fill;
    return V::load_unaligned(buffer);
  }
}

/// Writes the first `count` lanes and nothing else; 0 ≤ count ≤ lanes.
template <scalar_value T>
OGIVE_INLINE constexpr void store_partial(T* to, std::type_identity_t<T> a, std::size_t count) {
  if (count != 0) *to = a;
}

template <class T, class A>
OGIVE_INLINE void store_partial(T* to, const xsimd::batch<T, A>& a, std::size_t count) {
  if constexpr (register_traits<xsimd::batch<T, A>>::has_avx) {
    raw::store_partial(to, a.data, count);
  } else {
    T buffer[xsimd::batch<T, A>::size];
    a.store_unaligned(buffer);
    for (std::size_t i = 0; i != count; ++i) to[i] = buffer[i];
  }
}

/// The lanes from `count` on become +0, whatever they held.
template <class V>
OGIVE_INLINE constexpr V zero_from(const V& a, std::size_t count) {
  if constexpr (scalar_value<V>) {
    return count == 0 ? V{0} : a;
  } else if constexpr (register_traits<V>::has_avx) {
    return V(raw::zero_from(a.data, count));
  } else {
    element_t<V> buffer[lanes<V>];
    a.store_unaligned(buffer);
    for (std::size_t i = count; i < lanes<V>; ++i) buffer[i] = 0;
    return V::load_unaligned(buffer);
  }
}

/// The sum of all lanes. Order: lane l and lane l + lanes/2 are added, then the halves of that, until one lane is left.
template <scalar_value T>
OGIVE_INLINE constexpr T reduce_add(T a) { return a; }

// constrained, to be preferred to xsimd::reduce_add of later versions, whose order is its own
template <class T, class A>
  requires scalar_value<T>
OGIVE_INLINE T reduce_add(const xsimd::batch<T, A>& a) { return raw::sum(a.data); }

// --- comparisons and selection, arithmetic: registers; the scalars' are in scalar.hpp --------------------------------------
template <class T, class A>
OGIVE_INLINE auto less(const xsimd::batch<T, A>& a, const xsimd::batch<T, A>& b) { return a < b; }
template <class T, class A>
OGIVE_INLINE auto less_equal(const xsimd::batch<T, A>& a, const xsimd::batch<T, A>& b) { return a <= b; }
template <class T, class A>
OGIVE_INLINE auto equal(const xsimd::batch<T, A>& a, const xsimd::batch<T, A>& b) { return a == b; }
template <class T, class A>
OGIVE_INLINE auto is_nan(const xsimd::batch<T, A>& a) { return xsimd::isnan(a); }

/// Whether the mask holds in some lane.
template <class T, class A>
OGIVE_INLINE bool any_lane(const xsimd::batch_bool<T, A>& mask) { return xsimd::any(mask); }

/// mask ? a : b, lane by lane.
template <class T, class A>
OGIVE_INLINE auto choose(const xsimd::batch_bool<T, A>& mask, const xsimd::batch<T, A>& a, const xsimd::batch<T, A>& b) {
  return xsimd::select(mask, a, b);
}

/// a where the sign bit of t is 0, else b
template <class T, class A>
OGIVE_INLINE auto choose_by_sign(const xsimd::batch<T, A>& t, const xsimd::batch<T, A>& a, const xsimd::batch<T, A>& b) {
  return xsimd::batch<T, A>(raw::by_sign(t.data, a.data, b.data));
}

/// mask ? 0 : a
template <class T, class A>
OGIVE_INLINE auto zero_where(const xsimd::batch_bool<T, A>& mask, const xsimd::batch<T, A>& a) {
  using V = xsimd::batch<T, A>;
#if defined(__AVX__)
  // g++ 12 makes a comparison of what select gets from a mask
  if constexpr (std::is_base_of_v<xsimd::avx, A>) return V(raw::without(mask.data, a.data));
#endif
  return xsimd::select(mask, V(T(0)), a);
}

template <class T, class A>
OGIVE_INLINE auto clamp(const xsimd::batch<T, A>& a, std::type_identity_t<T> low, std::type_identity_t<T> high) {
  using V = xsimd::batch<T, A>;
  return V(raw::larger(V(low).data, raw::smaller(V(high).data, a.data)));
}

/// a, but not more than `high`; NaN stays NaN.
template <class T, class A>
OGIVE_INLINE auto at_most(const xsimd::batch<T, A>& a, std::type_identity_t<T> high) {
  using V = xsimd::batch<T, A>;
  return V(raw::smaller(V(high).data, a.data));
}

/// a, but not less than `low`; NaN stays NaN.
template <class T, class A>
OGIVE_INLINE auto at_least(const xsimd::batch<T, A>& a, std::type_identity_t<T> low) {
  using V = xsimd::batch<T, A>;
  return V(raw::larger(V(low).data, a.data));
}

template <class T, class A>
OGIVE_INLINE auto multiply_add(const xsimd::batch<T, A>& a, const std::type_identity_t<xsimd::batch<T, A>>& b,
                               const std::type_identity_t<xsimd::batch<T, A>>& c) {
  if constexpr (has_fused_multiply_add) return xsimd::batch<T, A>(raw::multiply_add(a.data, b.data, c.data));
  else return a * b + c;
}

template <class T, class A>
OGIVE_INLINE auto negate_multiply_add(const xsimd::batch<T, A>& a, const std::type_identity_t<xsimd::batch<T, A>>& b,
                                      const std::type_identity_t<xsimd::batch<T, A>>& c) {
  if constexpr (has_fused_multiply_add) return xsimd::batch<T, A>(raw::negate_multiply_add(a.data, b.data, c.data));
  else return c - a * b;
}

template <class T, class A>
OGIVE_INLINE auto square_root(const xsimd::batch<T, A>& a) {
  return xsimd::batch<T, A>(raw::square_root(a.data));
}

/// a / b, rounded once.
template <class V>
OGIVE_INLINE constexpr V divide(const V& a, const V& b) { return a / b; }

#if defined(__aarch64__)
// xsimd's quotient of floats is a product with an estimate
template <class T, class A>
OGIVE_INLINE xsimd::batch<T, A> divide(const xsimd::batch<T, A>& a, const xsimd::batch<T, A>& b) {
  return xsimd::batch<T, A>(raw::divide(a.data, b.data));
}
#endif

/// a·b − p for p = a·b rounded, exactly, if nothing overflows or underflows.
template <class V>
OGIVE_INLINE constexpr V product_error(const V& a, const V& b, const V& p) {
  if constexpr (scalar_value<V>) {
    if (std::is_constant_evaluated()) return split_product_error(a, b, p, format<V>::half_split);
  }
  if constexpr (has_fused_multiply_add) return multiply_add(a, b, V(p * V(element_t<V>(-1))));
  else return split_product_error(a, b, p, V(format<element_t<V>>::half_split));
}

/// c − a·b with one rounding on every machine, for a·b so near to c that their difference is exact.
template <class V>
OGIVE_INLINE constexpr V exact_difference(const V& c, const V& a, const V& b) {
  if constexpr (has_fused_multiply_add) {
    return negate_multiply_add(a, b, c);
  } else {
    const V p = a * b;
    return (c - p) - product_error(a, b, p);
  }
}

// --- the bits of a number ------------------------------------------------------------------------------------------------
template <class V>
OGIVE_INLINE constexpr bits_t<V> to_bits(const V& a) { return std::bit_cast<bits_t<V>>(a); }
template <class V>
OGIVE_INLINE constexpr V from_bits(const bits_t<V>& bits) { return std::bit_cast<V>(bits); }
template <class V>
OGIVE_INLINE constexpr bits_t<V> bits_of(element_t<V> constant) { return bits_t<V>(to_bits(constant)); }

/// bits · 2^n
template <class B>
OGIVE_INLINE constexpr B shifted_left(const B& bits, int n) { return bits << n; }

// xsimd's shift starts from a register that g++ 12 calls uninitialised
template <class U, class A>
  requires std::is_base_of_v<xsimd::avx512f, A>
OGIVE_INLINE xsimd::batch<U, A> shifted_left(const xsimd::batch<U, A>& bits, int n) {
  return xsimd::batch<U, A>(raw::shifted_left(bits.data, n, U{}));
}

template <class V>
OGIVE_INLINE constexpr V negate(const V& a) { return from_bits<V>(to_bits(a) ^ bits_of<V>(element_t<V>(-0.0))); }

template <class V>
OGIVE_INLINE constexpr V absolute(const V& a) { return from_bits<V>(to_bits(a) & bits_t<V>(~to_bits(element_t<V>(-0.0)))); }

template <class V>
OGIVE_INLINE constexpr V minus_absolute(const V& a) { return from_bits<V>(to_bits(a) | bits_of<V>(element_t<V>(-0.0))); }

template <class V>
OGIVE_INLINE constexpr V copy_sign(const V& magnitude, const V& sign) {
  return from_bits<V>((to_bits(magnitude) & bits_t<V>(~to_bits(element_t<V>(-0.0)))) | (to_bits(sign) & bits_of<V>(element_t<V>(-0.0))));
}

/// a rounded to the nearest integer, ties to even; |a| ≤ 2^(mantissa bits − 1).
template <class V>
OGIVE_INLINE constexpr V nearest_integer(const V& a) {
  const V magic = broadcast<V>(rounding_magic<element_t<V>>);
  return (a + magic) - magic;
}

/// The greatest integer ≤ a, with the sign of a if it is 0; ±∞ and NaN stay.
template <class V>
OGIVE_INLINE constexpr V round_down(const V& a) {
  using F = format<element_t<V>>;
  if constexpr (register_traits<V>::has_rounding) {
    return V(raw::round_down(a.data));
  } else {
    const V size = absolute(a), whole = broadcast<V>(element_t<V>(typename F::bits{1} << F::mantissa_bits));
    const V nearest = copy_sign(V(V(size + whole) - whole), a);
    const V down = nearest - choose(less(a, nearest), broadcast<V>(1), broadcast<V>(0));
    return choose(less(size, whole), copy_sign(down, a), a);
  }
}

/// What is added to an integer n to have n + bias, the exponent field of 2^n, in the low bits of the sum.
template <class T>
inline constexpr T exponent_magic = rounding_magic<T> + format<T>::bias;

/// 2^n from n + exponent_magic, for an integer n that gives a normal number: one shift.
template <class V>
OGIVE_INLINE constexpr V power_of_two_from(const V& shifted) {
  return from_bits<V>(detail::shifted_left(to_bits(shifted), format<element_t<V>>::mantissa_bits));
}

/// 2^n for an integer n that gives a normal number.
template <class V>
OGIVE_INLINE constexpr V power_of_two(const V& n) {
  return power_of_two_from(V(n + broadcast<V>(exponent_magic<element_t<V>>)));
}

/// a · 2^(n − inside): what is beyond the exponents of normal numbers. Where a · 2^n is not 0 or ∞, it is exact.
template <class V>
OGIVE_INLINE constexpr V scaled_first(const V& a, const V& shifted, const V& inside) {
  return a * power_of_two_from(V(V(shifted - inside) + broadcast<V>(exponent_magic<element_t<V>>)));
}

/// a · 2^n for an integer n that comes as n + exponent_magic, rounded once: gradual underflow, overflow to infinity.
/// |n| ≤ 2 · (bias − 1); `inside` is n limited to exponents of normal numbers, likewise.
template <class V>
OGIVE_INLINE constexpr V scale(const V& a, const V& shifted, const V& inside) {
  if constexpr (register_traits<V>::has_avx512) {
    return V(raw::scale(a.data, V(shifted - broadcast<V>(exponent_magic<element_t<V>>)).data));
  } else {
    const V first = scaled_first(a, shifted, inside), factor = power_of_two_from(inside);
    if constexpr (scalar_value<V>) {
      // an overflow is not a constant expression
      if (std::is_constant_evaluated() && factor > 1 && absolute(first) > largest<V> / factor) return copy_sign(infinity<V>, first);
    }
    return first * factor;
  }
}

}  // namespace ogive::detail
