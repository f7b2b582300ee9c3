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
  for (int i = 0; i < n; ++i) p *= 10;
  return p;
}

constexpr long double scaled_by_ten(long double v, int n) {
  // two steps, so that subnormal numbers stay in range
  const int half = n / 2;
  v = half < 0 ? v / power_of_ten(-half) : v * power_of_ten(half);
  const int rest = n - half;
  return rest < 0 ? v / power_of_ten(-rest) : v * power_of_ten(rest);
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
    if (static_cast<double>(scaled_by_ten(static_cast<long double>(d.digits), d.exponent)) == v) break;
  }
  while (d.digits % 10 == 0) {
    d.digits /= 10;
    ++d.exponent;
  }
  return d;
}

/// Writes v to the sink as people write numbers: 3, 0.25, 1e-07.
template <class Sink>
constexpr void print_number(Sink& sink, double v) {
  if (v != v) return sink.put("nan");
  if ((std::bit_cast<std::uint64_t>(v) >> 63) != 0) sink.put("-");
  const double size = v < 0 ? -v : v;
  if (size == 0) return sink.put("0");
  if (size * 0.5 == size) return sink.put("inf");
  const decimal d = shortest_decimal(size);
  char text[24] = {};
  int length = 0;
  for (unsigned long long rest = d.digits; rest != 0; rest /= 10)
    text[23 - length++] = static_cast<char>('0' + rest % 10);
  const char* const first = text + 24 - length;
  const int point = length + d.exponent;  // digits before the decimal point
  if (point > 21 || point < -5) {
    sink.put(first, 1);
    if (length > 1) sink.put(".");
    sink.put(first + 1, static_cast<std::size_t>(length - 1));
    sink.put("e");
    const int exponent = point - 1;
    sink.put(exponent < 0 ? "-" : "+");
    const int e = exponent < 0 ? -exponent : exponent;
    const char exponent_text[3] = {static_cast<char>('0' + e / 100), static_cast<char>('0' + e / 10 % 10),
                                   static_cast<char>('0' + e % 10)};
    return sink.put(exponent_text + (e < 100 ? 1 : 0), e < 100 ? 2 : 3);
  }
  if (point <= 0) {
    sink.put("0.");
    for (int i = point; i != 0; ++i) sink.put("0");
    return sink.put(first, static_cast<std::size_t>(length));
  }
  for (int i = 0; i != length || i < point; ++i) {
    if (i == point) sink.put(".");
    if (i < length) sink.put(first + i, 1);
    else sink.put("0");
  }
}

}  // namespace ogive::detail
