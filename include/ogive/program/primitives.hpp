// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 2, program. The rulebook: each function of the language is one row with its name, its derivative, written in
// the language itself, and its properties. Nothing else in the library knows how a function differentiates.
#pragma once

#include <array>
#include <cstddef>
#include <numbers>
#include <string_view>

#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>
#include <ogive/program/lower.hpp>

namespace ogive {

/// What passes may rely on, as a set of flags.
enum properties : unsigned {
  none = 0,
  odd = 1,             ///< f(−u) = −f(u)
  even = 2,            ///< f(−u) = f(u)
  nonnegative = 4,     ///< f(u) ≥ 0
  bounded = 8,         ///< |f(u)| stays below a constant
  vanishing = 16,      ///< tends to 0 at least exponentially as u → −∞, +∞, or both
  growing = 32,        ///< unbounded like |u| where it does not vanish
  exponential = 64,    ///< grows faster than every polynomial
  through_zero = 128,  ///< f(0) = 0, and f(u) → 0 like a power of u
  oscillating = 256,   ///< has no limit at infinity
};

constexpr properties operator|(properties a, properties b) {
  return static_cast<properties>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

/// One row of the rulebook.
struct primitive {
  operation op{};
  std::string_view name;
  /// The partial derivatives by the arguments, as programs over as many inputs: u, or u and v
  std::array<program (*)(), 2> derivatives{};
  properties facts = none;

  [[nodiscard]] constexpr bool is(properties wanted) const {
    return (static_cast<unsigned>(facts) & static_cast<unsigned>(wanted)) != 0;
  }
};

namespace detail {

template <auto Derivative>
constexpr program lowered_rule() {
  return lower(Derivative);
}

template <auto... Derivatives>
constexpr primitive row(operation op, std::string_view name, properties facts) {
  return {op, name, {&lowered_rule<Derivatives>...}, facts};
}

inline constexpr primitive no_rule{};

}  // namespace detail

namespace rules {

using symbols::x;
using symbols::y;
inline constexpr double two_over_root_pi = 2 * std::numbers::inv_sqrtpi;

// clang-format off
inline constexpr primitive rulebook[] = {
    //           derivative                              operation             name        properties
    detail::row<exp(x)                               >(operation::exp,      "exp",      nonnegative | vanishing | exponential),
    detail::row<exp(x)                               >(operation::expm1,    "expm1",    exponential | through_zero),
    detail::row<1 / x                                >(operation::log,      "log",      none),
    detail::row<1 / (1 + x)                          >(operation::log1p,    "log1p",    through_zero),
    detail::row<0.5 / sqrt(x)                        >(operation::sqrt,     "sqrt",     nonnegative | through_zero),
    detail::row<sign(x)                              >(operation::abs,      "abs",      even | nonnegative | growing | through_zero),
    detail::row<number(0)                            >(operation::sign,     "sign",     odd | bounded),
    detail::row<sech2(x)                             >(operation::tanh,     "tanh",     odd | bounded | through_zero),
    detail::row<-2 * tanh(x) * sech2(x)              >(operation::sech2,    "sech2",    even | nonnegative | bounded | vanishing),
    detail::row<sigmoid(x) * sigmoid(-x)             >(operation::sigmoid,  "sigmoid",  nonnegative | bounded | vanishing),
    detail::row<sigmoid(x)                           >(operation::softplus, "softplus", nonnegative | vanishing | growing),
    detail::row<two_over_root_pi * exp(-(x * x))     >(operation::erf,      "erf",      odd | bounded | through_zero),
    detail::row<-two_over_root_pi * exp(-(x * x))    >(operation::erfc,     "erfc",     nonnegative | bounded | vanishing),
    detail::row<-x * pdf(x)                          >(operation::pdf,      "pdf",      even | nonnegative | bounded | vanishing),
    detail::row<pdf(x)                               >(operation::cdf,      "cdf",      nonnegative | bounded | vanishing),
    detail::row<cos(x)                               >(operation::sin,      "sin",      odd | bounded | through_zero | oscillating),
    detail::row<-sin(x)                              >(operation::cos,      "cos",      even | bounded | oscillating),
    detail::row<1 / (1 + x * x)                      >(operation::atan,     "atan",     odd | bounded | through_zero),
    detail::row<1 / sqrt(1 + x * x)                  >(operation::asinh,    "asinh",    odd | through_zero),
    detail::row<number(0)                            >(operation::floor,    "floor",    none),
    detail::row<where(abs(y) > 0, y * pow(x, y - 1), 0),
                where(abs(x) > 0, pow(x, y) * log(x), 0)>(operation::pow,   "pow",      exponential),
};
// clang-format on

}  // namespace rules

namespace detail {

/// Where the row of an operation stands in the rulebook, plus 1; 0 if it has none. A constant of its own: inside a
/// function a compiler may evaluate it again for each call.
inline constexpr auto row_places = [] {
  std::array<unsigned char, static_cast<std::size_t>(operation::count)> places{};
  unsigned char next = 0;
  for (const primitive& p : rules::rulebook) places[static_cast<std::size_t>(p.op)] = ++next;
  return places;
}();

}  // namespace detail

/// The row of an operation. Operations without a row (leaves, arithmetic, choices) get one that is empty.
constexpr const primitive& rule_of(operation op) {
  const std::size_t place = detail::row_places[static_cast<std::size_t>(op)];
  return place == 0 ? detail::no_rule : rules::rulebook[place - 1];
}

}  // namespace ogive
