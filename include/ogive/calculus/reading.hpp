// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. What rewrite rules ask of a program: is this a number, a multiple, a quotient, a power of e? A
// position goes in, what stands there comes out; nothing is written.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <numbers>

#include <ogive/program/program.hpp>

namespace ogive {
namespace detail {

/// Numbers are computed with here only if two of them cannot overflow or vanish, in float either; the others are left
/// to stand as they were written.
constexpr bool is_tame(double v) { return v == 0 || (-0x1p60 <= v && v <= 0x1p60 && !(-0x1p-60 < v && v < 0x1p-60)); }

/// The greatest power of two s ≤ ½ for which s·k·t + s·√((k·t)² + c) does not overflow, whatever t; ½ if s·c might be
/// subnormal.
constexpr double scale_beside_root(double k, double c) {
  double s = 0.5;
  while (s * (k < 0 ? -k : k) > 0.5) s /= 2;
  return s * (c < 0 ? -c : c) < 0x1p-120 ? 0.5 : s;
}

}  // namespace detail

/// Reads the program that a rewriter writes.
class program_reader {
 public:
  using position = program::position;

  [[nodiscard]] constexpr bool is_number(position p, double v) const { return is_number(p) && value(p) == v; }

 protected:
  program* out_;

  constexpr explicit program_reader(program& out) : out_(&out) {}

  [[nodiscard]] constexpr const instruction& at(position p) const { return (*out_)[p]; }
  [[nodiscard]] constexpr bool is(position p, operation op) const { return at(p).op == op; }
  [[nodiscard]] constexpr bool is_number(position p) const { return is(p, operation::number); }
  [[nodiscard]] constexpr double value(position p) const { return at(p).value; }
  [[nodiscard]] constexpr position argument(position p, std::size_t k) const { return at(p).arguments[k]; }

  /// factor · term; a number has no term.
  struct scaled {
    double factor;
    position term;
  };
  [[nodiscard]] constexpr scaled split(position p) const {
    const instruction& i = at(p);
    if (is_tame_number(p)) return {i.value, -1};
    if (i.op == operation::negate) return {-1, i.arguments[0]};
    if (i.op == operation::multiply && is_tame_number(i.arguments[0])) return {value(i.arguments[0]), i.arguments[1]};
    if (i.op == operation::multiply && is_tame_number(i.arguments[1])) return {value(i.arguments[1]), i.arguments[0]};
    return {1, p};
  }

  [[nodiscard]] constexpr bool is_tame_number(position p) const { return is_number(p) && detail::is_tame(value(p)); }
  static constexpr bool is_power_of_two(double v) { return (std::bit_cast<std::uint64_t>(v) & 0xfffffffffffffU) == 0; }

  [[nodiscard]] constexpr bool is_reciprocal(position p) const {
    return is(p, operation::divide) && is_tame_number(argument(p, 0));
  }

  /// Parameters before the rest, then by appearance.
  [[nodiscard]] constexpr bool comes_first(position a, position b) const {
    const bool p = is(a, operation::parameter), q = is(b, operation::parameter);
    return p != q ? p : a < b;
  }

  /// w if the two are quotients by w, else −1.
  [[nodiscard]] constexpr position common_divisor(position a, position b) const {
    const bool both = is(a, operation::divide) && is(b, operation::divide);
    return both && argument(a, 1) == argument(b, 1) ? argument(a, 1) : -1;
  }

  [[nodiscard]] constexpr bool is_absolute(position p, position u) const {
    return is(p, operation::abs) && argument(p, 0) == u;
  }

  /// Is p = f(u)² for the function?
  [[nodiscard]] constexpr bool is_square_of(position p, operation function) const {
    return is(p, operation::multiply) && argument(p, 0) == argument(p, 1) && is(argument(p, 0), function);
  }

  /// A power of e: its exponent is factor · term, or factor if there is no term.
  struct power_of_e {
    bool found = false;
    double factor = 0;
    position term = -1;

    [[nodiscard]] constexpr bool is_one() const { return found && factor == 0; }
    friend constexpr bool operator==(const power_of_e&, const power_of_e&) = default;
  };

  /// eᵘ, eᵘ·eᵘ, 1/eᵘ and 1 as powers of e.
  [[nodiscard]] constexpr power_of_e as_power(position p) const {
    if (is_number(p, 1)) return {true};
    if (is(p, operation::exp)) {
      const scaled s = split(argument(p, 0));
      return {true, s.factor, s.term};
    }
    const bool is_square = is_square_of(p, operation::exp), is_inverse = is_reciprocal(p) && value(argument(p, 0)) == 1;
    if (!is_square && !is_inverse) return {};
    power_of_e base = as_power(argument(p, 1));
    base.factor *= is_square ? 2 : -1;
    return base;
  }

  /// u for p = ±u/√2, and the sign; √2 is known to the accuracy of a float at least.
  struct signed_term {
    int sign = 0;
    position term = -1;
  };
  [[nodiscard]] constexpr signed_term over_root_of_two(position p) const {
    const auto is_one = [](double v) { return 1 - 0x1p-24 <= v && v <= 1 + 0x1p-24; };
    const scaled s = split(p);
    const int sign = s.factor < 0 ? -1 : 1;
    if (s.term < 0) return {};
    if (is_one(sign * s.factor * std::numbers::sqrt2)) return {sign, s.term};
    if (s.factor != sign || !is(s.term, operation::divide)) return {};
    const position root = argument(s.term, 1);
    const bool found = is(root, operation::sqrt) ? is_number(argument(root, 0), 2)
                                                 : is_number(root) && is_one(value(root) / std::numbers::sqrt2);
    return found ? signed_term{sign, argument(s.term, 0)} : signed_term{};
  }
};

}  // namespace ogive
