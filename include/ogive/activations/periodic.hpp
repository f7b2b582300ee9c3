// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. Periodic curves, for signals and periodic data; they have no limit at infinity.
#pragma once

#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::param;
using symbols::x;

/// gcu(x) = x · cos(x)
///
/// Growing cosine unit: one neuron of it can learn the exclusive or. Noel, Trivedi, Dutta 2021, arXiv:2108.12943.
inline constexpr auto gcu = x * cos(x);

/// sine(x) = sin(ω·x)
///
/// For networks that represent signals. ω is learned, 1 at first; the authors take 30, with weights drawn to match.
/// Sitzmann, Martel, Bergman, Lindell, Wetzstein 2020, arXiv:2006.09661 (SIREN).
inline constexpr auto sine = sin(param<"omega">(1) * x);

/// snake(x) = x + sin²(a·x) / a
///
/// Monotone and periodic about the identity; extrapolates periods. a is learned, ½ at first; a larger one for data of
/// higher frequency. Ziyin, Hartwig, Ueda 2020, arXiv:2006.08195.
inline constexpr auto snake = x + square(sin(param<"a">(0.5) * x)) / param<"a">(0.5);

/// snake_beta(x) = x + sin²(α·x) / β
///
/// Snake with frequency α and size 1/β apart, both learned, 1 at first. Lee, Ping, Ginsburg, Catanzaro, Yoon 2022,
/// arXiv:2206.04658 (BigVGAN, which learns their logarithms).
inline constexpr auto snake_beta = x + square(sin(param<"alpha">(1) * x)) / param<"beta">(1);

}  // namespace ogive::activations
