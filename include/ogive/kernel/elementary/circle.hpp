// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. An angle as a multiple of π/2 and a rest, with full relative accuracy of the rest, be it near 0. In:
// a scalar or a register of moderate angles, without branches; or one scalar of any size, by whole numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>

#include <ogive/base/config.hpp>
#include <ogive/kernel/elementary/coefficients.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail::elementary {

/// x = (4 m + quadrant) π/2 + rest for some whole m, with |rest| ≤ 1.005 π/4. The quadrant is in the lowest two bits.
template <class V>
struct angle {
  V rest;
  bits_t<V> quadrant;
};

/// Up to here `reduce` is right: the rounded quadrant is the nearest but for 0.3 %, and products with it are exact.
template <class T>
inline constexpr T moderate_angle = [] {
  if constexpr (has_fused_multiply_add) return std::is_same_v<T, float> ? T(1e5) : T(1e12);
  else return std::is_same_v<T, float> ? T(6400) : T(1.6e6);
}();

template <class T>
constexpr const auto& half_pi_parts() {
  constexpr bool is_float = std::is_same_v<T, float>;
  if constexpr (is_float && has_fused_multiply_add) return half_pi_fused_float;
  else if constexpr (is_float) return half_pi_split_float;
  else if constexpr (has_fused_multiply_add) return half_pi_fused_double;
  else return half_pi_split_double;
}

/// |x| ≤ moderate_angle (Cody, Waite). The first difference is exact, and where a later one cancels, it is exact too.
template <class V>
OGIVE_INLINE constexpr angle<V> reduce(const V& x) {
  using T = element_t<V>;
  constexpr const auto& part = half_pi_parts<T>();
  constexpr std::size_t last = std::size(half_pi_parts<T>()) - 1;
  const V magic(rounding_magic<T>);
  const V shifted = multiply_add(x, V(static_cast<T>(0.6366197723675814)), magic);
  const V n = shifted - magic;
  V rest = negate_multiply_add(n, V(part[0]), x);
  if constexpr (has_fused_multiply_add) {
    for (std::size_t k = 1; k <= last; ++k) rest = negate_multiply_add(n, V(part[k]), rest);
    return {rest, to_bits(shifted)};
  } else {
    // more parts: what each difference loses is added at the end
    V lost(T(0));
    for (std::size_t k = 1; k != last; ++k) {
      const V product = n * V(part[k]), next = rest - product;
      lost = lost + V(V(rest - next) - product);
      rest = next;
    }
    return {V(rest - V(n * V(part[last]) - lost)), to_bits(shifted)};  // −0 stays
  }
}

/// A fraction of 192 bits, the highest word first.
struct wide_fraction {
  static constexpr std::size_t size = 6;
  std::uint32_t word[size];

  /// this + (factor · other) · 2^(32 shift), without what lies above the fraction.
  constexpr void add_product(const wide_fraction& other, std::uint64_t factor, std::size_t shift) {
    std::uint64_t carry = 0;
    for (std::size_t k = size; k-- > shift;) {
      carry += other.word[k] * factor + word[k - shift];
      word[k - shift] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
  }
};

/// 1 ≤ |x| < ∞, whatever its size (Payne, Hanek). x · 2/π is the product of a whole number with bits of 2/π; those that
/// would give a multiple of 4 are left out, and 137 bits behind the point are right.
template <scalar_value T>
OGIVE_INLINE constexpr angle<T> reduce_any(T x) {
  const std::uint64_t bits = to_bits(static_cast<double>(absolute(x)));
  const std::uint64_t whole = (bits & ((std::uint64_t{1} << 52) - 1)) | (std::uint64_t{1} << 52);
  const std::size_t first = static_cast<std::size_t>(bits >> 52) - 1013;  // the bit of weight 2 in the product
  wide_fraction window{}, product{};
  for (std::size_t k = 0; k != wide_fraction::size; ++k) {
    const std::uint64_t pair = std::uint64_t{two_over_pi[first / 32 + k]} << 32 | two_over_pi[first / 32 + k + 1];
    window.word[k] = static_cast<std::uint32_t>(pair >> (32 - first % 32));
  }
  product.add_product(window, whole & 0xffffffff, 0);
  product.add_product(window, whole >> 32, 1);

  // the two bits before the point are the quadrant; from one half on, the next one
  const bool above = (product.word[0] >> 29 & 1) != 0;
  std::uint32_t quadrant = (product.word[0] >> 30) + above;
  double rest = 0;
  for (std::size_t k = wide_fraction::size; k-- > 0;) {
    const std::uint32_t below = k + 1 == wide_fraction::size ? 0 : product.word[k + 1];
    const std::uint32_t word = product.word[k] << 2 | below >> 30;
    rest = (rest + (above ? ~word : word)) * 0x1p-32;
  }
  rest = multiply_add(rest, half_pi_fused_double[0], rest * half_pi_fused_double[1]);
  if (is_negative(x)) quadrant = 0 - quadrant;
  return {static_cast<T>(above != is_negative(x) ? -rest : rest), quadrant};
}

}  // namespace ogive::detail::elementary
