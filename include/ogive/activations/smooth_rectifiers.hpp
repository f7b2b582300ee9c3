// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. Smooth rectifiers that are no input times a gate: softplus, its mirror image, and curves
// without an exponential. Where an activation bears the name of its function, the function is named by its operation.
#pragma once

#include <ogive/expr/language.hpp>
#include <ogive/expr/node.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::param;
using symbols::x;

/// softplus(x) = ln(1 + e^(β·x)) / β
///
/// A smooth rectifier, the integral of σ(β·x). β = 1 as in PyTorch, without its jump to x at the threshold 20.
/// Dugas, Bengio, Bélisle, Nadeau, Garcia 2001, NIPS.
inline constexpr auto softplus = word<operation::softplus>(param<"beta">(1) * x) / param<"beta">(1);

/// log_sigmoid(x) = ln σ(x) = −ln(1 + e⁻ˣ)
///
/// The logarithm of a probability that is given by its logit, for losses; never above 0, close to x on the left.
/// Textbook; PyTorch's LogSigmoid.
inline constexpr auto log_sigmoid = -word<operation::softplus>(-x);

/// squareplus(x) = (x + √(x² + b)) / 2
///
/// A rectifier rounded by a hyperbola, without a transcendental function; √b/2 at 0, so 1 for b = 4, the default of
/// the paper and of JAX. Barron 2021, arXiv:2112.11687.
inline constexpr auto squareplus = (x + sqrt(x * x + param<"b">(4))) / 2;

/// bent_identity(x) = x + (√(x² + 1) − 1) / 2
///
/// Its slope rises from 1/2 on the left to 3/2 on the right. Folklore; no paper is known as its source.
inline constexpr auto bent_identity = x + (sqrt(x * x + 1) - 1) / 2;

/// sparse_plus(x) = x ≥ 1 ? x : x > −1 ? (x + 1)² / 4 : 0
///
/// Exactly a rectifier outside [−1, 1] and a parabola inside; what softplus is to softmax this is to sparsemax.
/// Martins, Astudillo 2016, arXiv:1602.02068 (sparsemax); as a function: JAX.
inline constexpr auto sparse_plus = where(x > -1, where(x < 1, square(x + 1) / 4, x), 0);

}  // namespace ogive::activations
