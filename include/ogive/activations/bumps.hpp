// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. Bumps: what vanishes on both sides, for radial basis functions and wavelets.
#pragma once

#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::param;
using symbols::x;

/// gaussian(x) = exp(−x²)
///
/// The radial basis function of a distance x; 1 at 0, steepest at ±1/√2. Broomhead, Lowe 1988, Complex Systems 2.
inline constexpr auto gaussian = exp(-(x * x));

/// ricker(x) = (1 − x²) · exp(−x²/2)
///
/// The Mexican hat, the second derivative of a bell with its sign turned; 1 at 0, mean 0, least value −0.4463 at ±√3.
/// Of norm 1 with the factor 2/(√3·π^¼) = 0.8673. Zhang, Benveniste 1992, IEEE Transactions on Neural Networks 3.
inline constexpr auto ricker = (1 - x * x) * exp(-0.5 * (x * x));

/// gabor(x) = cos(ω·x) · exp(−(s·x)²)
///
/// A wave in a bell: the real part of Gabor's wavelet. Frequency ω and sharpness s are learned, 1 at first; the authors
/// take ω near 10 and s from 10 to 40. Saragadam, LeJeune, Tan, Balakrishnan, Veeraraghavan, Baraniuk 2023,
/// arXiv:2301.05187 (WIRE).
inline constexpr auto gabor = cos(param<"omega">(1) * x) * exp(-square(param<"s">(1) * x));

}  // namespace ogive::activations
