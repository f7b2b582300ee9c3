// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. A double goes in, the shortest decimal that reads back as the same double comes out, at compile time
// (std::to_chars for floating point is no constant expression in C++20).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace ogive::detail {

/// v = digits · 10^exponent, with as few digits as tell v from its neighbours.
struct decimal {
  unsigned long long digits = 0;
  int exponent = 0;
};

constexpr long double power_of_ten(int n) {
  long double p = 1;
  for (long double square = 10; n != 0; n /= 2, square *= square) {
    if (n % 2 != 0) p *= square;
  }
  return p;
}

constexpr long double scaled_by_ten(long double v, int n) {
  // two steps, so that subnormal numbers stay in range
  const int half = n / 2;
  v = half < 0 ? v / power_of_ten(-half) : v * power_of_ten(half);
  const int rest = n - half;
  return rest < 0 ? v / power_of_ten(-rest) : v * power_of_ten(rest);
}

/// A whole number below 2^1280.
class wide_integer {
 public:
  constexpr explicit wide_integer(std::uint64_t v)
      : words_{static_cast<std::uint32_t>(v), static_cast<std::uint32_t>(v >> 32)} {}

  constexpr void multiply(std::uint32_t factor) {
    std::uint64_t carry = 0;
    for (std::uint32_t& word : words_) {
      carry += std::uint64_t{word} * factor;
      word = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
  }
  /// · 10^tens · 2^twos
  constexpr void scale(int tens, int twos) {
    for (; tens > 0; tens -= 9) multiply(static_cast<std::uint32_t>(power_of_ten(tens < 9 ? tens : 9)));
    for (; twos > 0; twos -= 31) multiply(std::uint32_t{1} << (twos < 31 ? twos : 31));
  }
  [[nodiscard]] constexpr bool is_below(const wide_integer& other) const {
    for (std::size_t k = size; k-- != 0;) {
      if (words_[k] != other.words_[k]) return words_[k] < other.words_[k];
    }
    return false;
  }

 private:
  static constexpr std::size_t size = 40;
  std::uint32_t words_[size] = {};
};

/// Does the decimal lie strictly between the middles of v > 0 and its neighbours?
constexpr bool reads_back(const decimal& d, double v) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(v), fraction = bits & ((std::uint64_t{1} << 52) - 1);
  const int biased = static_cast<int>(bits >> 52);
  // v = whole · 2^exponent; the neighbour below a power of two is at half the distance
  const std::uint64_t whole = biased == 0 ? fraction : fraction | std::uint64_t{1} << 52;
  const int exponent = (biased == 0 ? 1 : biased) - 1075 - 2;
  wide_integer decimal(d.digits), low(4 * whole - (fraction == 0 && biased > 1 ? 1 : 2)), high(4 * whole + 2);
  decimal.scale(d.exponent, -exponent);
  low.scale(-d.exponent, exponent);
  high.scale(-d.exponent, exponent);
  return low.is_below(decimal) && decimal.is_below(high);
}

/// For finite v > 0.
constexpr decimal shortest_decimal(double v) {
  int magnitude = 0;  // v = m · 10^magnitude with 1 ≤ m < 10
  while (scaled_by_ten(v, -magnitude) >= 10) ++magnitude;
  while (scaled_by_ten(v, -magnitude) < 1) --magnitude;
  decimal d;
  for (int precision = 1; precision <= 17; ++precision) {
    d.exponent = magnitude - precision + 1;
    d.digits = static_cast<unsigned long long>(scaled_by_ten(v, -d.exponent) + 0.5L);
    const long double near = scaled_by_ten(static_cast<long double>(d.digits), d.exponent);
    // powers of ten are wrong by less than 2^-59; where that decides, whole numbers do
    const bool below = static_cast<double>(near * (1 - 0x1p-59L)) == v;
    const bool above = static_cast<double>(near * (1 + 0x1p-59L)) == v;
    if (below == above ? below : reads_back(d, v)) break;
  }
  while (d.digits % 10 == 0) {
    d.digits /= 10;
    ++d.exponent;
  }
  return d;
}

}  // namespace ogive::detail
