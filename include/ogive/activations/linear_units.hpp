// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. Rectifiers that saturate smoothly on the left: the identity, or a parabola, to the right of 0, an
// exponential or an inverse square root to the left.
#pragma once

#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::param;
using symbols::x;

/// elu(x) = x > 0 ? x : α·(eˣ − 1)
///
/// Tends to −α on the left; smooth at 0 for α = 1, the default. α is a parameter: bind it to fix it, else a trainer
/// learns it. Clevert, Unterthiner, Hochreiter 2016, arXiv:1511.07289.
inline constexpr auto elu = where(x > 0, x, param<"alpha">(1) * expm1(x));

/// selu(x) = λ · (x > 0 ? x : α·(eˣ − 1))
///
/// Keeps mean 0 and variance 1 of normal inputs; tends to −λα = −1.7581 on the left, and λα is also the derivative at
/// the kink. λ = 1.0507… and α = 1.6732… with all digits, as in PyTorch; some libraries round them (Keras to 1.05070098
/// and 1.67326324). Klambauer, Unterthiner, Mayr, Hochreiter 2017, arXiv:1706.02515.
inline constexpr auto selu =
    1.0507009873554804934193349852946 * where(x > 0, x, 1.6732632423543772848170429916717 * expm1(x));

/// celu(x) = x > 0 ? x : α·(eˣᐟᵅ − 1)
///
/// An elu whose derivative is continuous for every α: it is 1 at 0.
/// Barron 2017, arXiv:1704.07483.
inline constexpr auto celu = where(x > 0, x, param<"alpha">(1) * expm1(x / param<"alpha">(1)));

/// isru(x) = x / √(1 + α·x²)
///
/// Inverse square root unit: an S-curve between ±1/√α whose slope at 0 is 1. α = 1 at first; it may be learned.
/// Carlile, Delamarter, Kinney, Marti, Whitney 2017, arXiv:1710.09967.
inline constexpr auto isru = x / sqrt(1 + param<"alpha">(1) * x * x);

/// isrlu(x) = x > 0 ? x : x / √(1 + α·x²)
///
/// The identity to the right and isru to the left, smooth to the second derivative; tends to −1/√α on the left.
/// Carlile, Delamarter, Kinney, Marti, Whitney 2017, arXiv:1710.09967.
inline constexpr auto isrlu = where(x > 0, x, x / sqrt(1 + param<"alpha">(1) * x * x));

/// xielu(x) = x > 0 ? αₚ·x² + β·x : αₙ·(eˣ − 1) + (β − αₙ)·x
///
/// The integral of a trained gate; the least value with the initial parameters is −0.2058 at x = −0.9808. alpha_p and
/// alpha_n are the effective values, 0.8 at first, which the authors keep above 0 and above β by a softplus.
/// Huang, Schlag 2024, arXiv:2411.13010.
inline constexpr auto xielu =
    where(x > 0, (param<"alpha_p">(0.8) * x + param<"beta">(0.5)) * x,
          param<"alpha_n">(0.8) * expm1(x) + (param<"beta">(0.5) - param<"alpha_n">(0.8)) * x);

}  // namespace ogive::activations
