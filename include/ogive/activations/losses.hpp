// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. Losses: a row of predictions x and a row of targets y give one number. Means are over the row, as
// PyTorch's over a batch of one row; a binary loss is that of its logit.
#pragma once

#include <numbers>

#include <ogive/activations/rows.hpp>
#include <ogive/activations/sigmoids.hpp>  // here tanh(x) means the formula of this name, whatever is included first
#include <ogive/expr/call.hpp>
#include <ogive/expr/language.hpp>
#include <ogive/expr/node.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::param;
using symbols::x;
using symbols::y;

/// mse(x, y) = mean (x − y)²
///
/// The mean squared error. Legendre 1805; Gauss 1809.
inline constexpr auto mse = row_mean(square(x - y));

/// l1(x, y) = mean |x − y|
///
/// The mean absolute error; its derivative is 0 where x = y. Boscovich 1757; Laplace 1793.
inline constexpr auto l1 = row_mean(abs(x - y));

/// huber(x, y) = mean (|d| < δ ? d²/2 : δ·(|d| − δ/2)) with d = x − y
///
/// Squares near 0, absolute values beyond δ = 1: the gradient is d limited to ±δ. PyTorch's huber_loss, and for δ = 1
/// its smooth_l1_loss. Huber 1964, Annals of Mathematical Statistics 35.
inline constexpr auto huber = row_mean(where(abs(x - y) < param<"delta">(1), 0.5 * square(x - y),
                                             param<"delta">(1) * (abs(x - y) - 0.5 * param<"delta">(1))));

/// log_cosh(x, y) = mean ln cosh(x − y)
///
/// A smooth absolute value less ln 2 with gradient tanh(x − y)/n. The two pieces are one function: near 0 the first
/// keeps all digits, far away the second does not overflow. Keras; Saleh, Saleh 2022, arXiv:2208.04564.
inline constexpr auto log_cosh =
    row_mean(where(abs(x - y) < 1, -0.5 * log1p(-square(tanh(x - y))),
                   abs(x - y) + word<operation::softplus>(-2 * abs(x - y)) - std::numbers::ln2));

/// bce_with_logits(x, y) = mean (−y·ln σ(x) − (1 − y)·ln σ(−x))
///
/// Binary cross entropy of logits x and probabilities y; both logarithms have all digits in both tails.
/// Good 1952, Journal of the Royal Statistical Society B 14 (the score); PyTorch's BCEWithLogitsLoss.
inline constexpr auto bce_with_logits =
    row_mean(y * word<operation::softplus>(-x) + (1 - y) * word<operation::softplus>(x));

/// cross_entropy(x, y) = −Σᵢ ((1 − label_smoothing)·yᵢ + label_smoothing/n) · log_softmax(x)ᵢ
///
/// Of logits x and a target distribution y (a class as 1 in its column), over the n columns of a row. PyTorch's
/// CrossEntropyLoss with probabilities; a logit −∞ gives NaN here as there.
/// Label smoothing, 0 at first: Szegedy, Vanhoucke, Ioffe, Shlens, Wojna 2015, arXiv:1512.00567.
inline constexpr auto cross_entropy =
    (param<"label_smoothing">(0) - 1) * row_sum(y * log_softmax) - param<"label_smoothing">(0) * row_mean(log_softmax);

/// focal(x, y) = mean (α·y + (1 − α)·(1 − y)) · (1 − p)^γ · (−ln p) with p = σ((2·y − 1)·x)
///
/// Binary cross entropy with less weight on what is already right; y is 0 or 1. The power is exp(γ·ln(1 − p)), so that
/// value and gradient keep their digits where p rounds to 1. γ = 2 and α = ¼ as in torchvision.
/// Lin, Goyal, Girshick, He, Dollár 2017, arXiv:1708.02002.
inline constexpr auto focal = row_mean((param<"alpha">(0.25) * y + (1 - param<"alpha">(0.25)) * (1 - y)) *
                                       exp(-param<"gamma">(2) * word<operation::softplus>((2 * y - 1) * x)) *
                                       word<operation::softplus>((1 - 2 * y) * x));

/// kl(x, y) = Σᵢ yᵢ · (ln yᵢ − xᵢ)
///
/// The divergence of Kullback and Leibler of probabilities y from log-probabilities x; 0 where y = 0. PyTorch's kl_div,
/// whose "batchmean" is the mean of these over rows. Kullback, Leibler 1951, Annals of Mathematical Statistics 22.
inline constexpr auto kl = row_sum(where(y > 0, (log(y) - x) * y, 0));

}  // namespace ogive::activations
