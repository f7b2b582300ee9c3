// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. Shapes that are learned as a whole: a rational function and a spline.
#pragma once

#include <ogive/activations/sigmoids.hpp>  // here sigmoid(x) means the formula of this name, whatever is included first
#include <ogive/expr/call.hpp>
#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::param;
using symbols::x;

/// pau(x) = (a0 + a1·x + … + a5·x⁵) / (1 + |b1·x + … + b4·x⁴|)
///
/// The safe Padé activation unit, degree 5 over 4, which has no pole. Begins as a rectifier, at most 0.03 away up to
/// ±3; on the far right it grows like a5/b4·x = 0.7247·x. Molina, Schramowski, Kersting 2020, arXiv:1907.06732.
inline constexpr auto pau = horner(x, param<"a0">(0.02996348), param<"a1">(0.61690165), param<"a2">(2.37539147),
                                   param<"a3">(3.06608078), param<"a4">(1.52474449), param<"a5">(0.25281987)) /
                            (1 + abs(x * horner(x, param<"b1">(1.19160814), param<"b2">(4.40811795),
                                                param<"b3">(0.91111034), param<"b4">(0.34885983))));

}  // namespace ogive::activations

namespace ogive::detail {

/// The cubic B-spline with the knots −2, −1, 0, 1, 2; written so that two derivatives are right at every knot.
inline constexpr auto cubic_spline =
    where(abs(symbols::x) < 1, 2.0 / 3 - square(symbols::x) * (1 - abs(symbols::x) / 2),
          cube(max(2 - abs(symbols::x), 0)) / 6);

/// Basis function i of the spline of order 3 over 5 equal intervals of [−1, 1]: its middle knot is (2·i − 7)/5.
template <int I>
inline constexpr auto spline_basis = cubic_spline(2.5 * symbols::x - (I - 3.5));

}  // namespace ogive::detail

namespace ogive::activations {

/// kan(x) = base_weight · x · σ(x) + spline_weight · Σᵢ cᵢ · Bᵢ(x)
///
/// An edge of a Kolmogorov–Arnold network: B₀ … B₇ are the cubic B-splines over a grid of 5 intervals of [−1, 1],
/// extended by 3 on either side; they sum to 1 in [−1, 1] and vanish outside ±2.2. The cᵢ begin at 0 (the authors add a
/// little noise). Liu, Wang, Vaidya, Ruehle, Halverson, Soljačić, Hou, Tegmark 2024, arXiv:2404.19756.
inline constexpr auto kan =
    param<"base_weight">(1) * (x * sigmoid(x)) +
    param<"spline_weight">(1) * (param<"c0">(0) * detail::spline_basis<0> + param<"c1">(0) * detail::spline_basis<1> +
                                 param<"c2">(0) * detail::spline_basis<2> + param<"c3">(0) * detail::spline_basis<3> +
                                 param<"c4">(0) * detail::spline_basis<4> + param<"c5">(0) * detail::spline_basis<5> +
                                 param<"c6">(0) * detail::spline_basis<6> + param<"c7">(0) * detail::spline_basis<7>);

}  // namespace ogive::activations
