// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. The rectifier family: the identity to the right of 0, something simple to the left; pieces are
// straight lines or parabolas, without a transcendental function.
#pragma once

#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::input;
using symbols::param;
using symbols::x;

/// identity(x) = x
///
/// The linear unit of a last layer: no activation at all.
/// Widrow, Hoff 1960, IRE WESCON (ADALINE).
inline constexpr auto identity = x;

/// relu(x) = max(x, 0)
///
/// The rectifier. Its derivative at the kink is 0, that of the constant.
/// Nair, Hinton 2010, ICML; Glorot, Bordes, Bengio 2011, AISTATS.
inline constexpr auto relu = max(x, 0);

/// relu6(x) = min(max(x, 0), 6)
///
/// A rectifier that saturates, which keeps the range of low-precision numbers small. Its derivative at both kinks is 0.
/// Krizhevsky 2010, University of Toronto, Convolutional deep belief networks on CIFAR-10.
inline constexpr auto relu6 = clamp(x, 0, 6);

/// leaky_relu(x) = x > 0 ? x : 0.01·x
///
/// A rectifier that does not die; 0.01 is PyTorch's slope (Keras 0.3, TensorFlow 0.2). Another slope: prelu with its
/// parameter bound. Maas, Hannun, Ng 2013, ICML workshop.
inline constexpr auto leaky_relu = where(x > 0, x, 0.01 * x);

/// prelu(x) = x > 0 ? x : slope·x
///
/// The leaky rectifier with a learned slope, 0.25 at first. The derivative at the kink is the slope.
/// He, Zhang, Ren, Sun 2015, arXiv:1502.01852.
inline constexpr auto prelu = where(x > 0, x, param<"slope">(0.25) * x);

/// rrelu(x, slope) = x > 0 ? x : slope·x
///
/// The leaky rectifier with a random slope, an input of its own: PyTorch draws it uniformly from [1/8, 1/3] for each
/// element while training, and takes the middle, 11/48, afterwards: prelu with that slope bound.
/// Xu, Wang, Chen, Li 2015, arXiv:1505.00853.
inline constexpr auto rrelu = where(x > 0, x, x* input<"slope">);

/// threshold(x) = x > threshold ? x : value
///
/// Jumps at the threshold, where it takes the value and the derivative 0. PyTorch gives no defaults; 1 and 0 are those
/// of Keras' and ONNX' thresholded rectifier. No derivative sees the jump: by the threshold it is 0. Konda, Memisevic,
/// Krueger 2014, arXiv:1402.3337.
inline constexpr auto threshold = where(x > param<"threshold">(1), x, param<"value">(0));

/// srelu(x) = x > tr ? tr + ar·(x − tr) : x < tl ? tl + al·(x − tl) : x
///
/// S-shaped: the identity between two learned thresholds, lines with learned slopes outside. At both kinks the
/// derivative is that of the identity. Jin, Xu, Feng, Wei, Xiong, Yan 2016, arXiv:1512.07030.
inline constexpr auto srelu =
    where(x > param<"tr">(0.4), param<"tr">(0.4) + param<"ar">(0.5) * (x - param<"tr">(0.4)),
          where(x < param<"tl">(-0.4), param<"tl">(-0.4) + param<"al">(0.1) * (x - param<"tl">(-0.4)), x));

/// apl(x) = max(x, 0) + a1·max(b1 − x, 0) + a2·max(b2 − x, 0)
///
/// Adaptive piecewise linear: a rectifier plus learned hinges, here two. With these initial values the slope on the far
/// left is 0.1. Agostinelli, Hoffman, Sadowski, Baldi 2015, arXiv:1412.6830.
inline constexpr auto apl =
    max(x, 0) + param<"a1">(-0.05) * max(param<"b1">(0) - x, 0) + param<"a2">(-0.05) * max(param<"b2">(-1) - x, 0);

/// relu_squared(x) = max(x, 0)²
///
/// Found by a search for cheaper transformers; the first derivative is continuous.
/// So, Mańke, Liu, Dai, Shazeer, Le 2021, arXiv:2109.08668 (Primer).
inline constexpr auto relu_squared = square(max(x, 0));

/// star_relu(x) = s·max(x, 0)² + b
///
/// The squared rectifier brought to mean 0 and variance 1 for normal inputs by s = 0.8944 and b = −0.4472, both
/// learned. Yu, Si, Zhou, Luo, Zhou, Feng, Yan, Wang 2022, arXiv:2210.13452.
inline constexpr auto star_relu = param<"s">(0.8944) * square(max(x, 0)) + param<"b">(-0.4472);

/// poly_relu(x) = a0 + a1·r + a2·r² + a3·r³ with r = max(x, 0)
///
/// A learned cubic of the rectifier, the powers weighted equally at first.
/// Zhuo, Wang, Zeng, Li, Zhou, Ma 2024, arXiv:2411.03884 (PolyCom).
inline constexpr auto poly_relu =
    horner(max(x, 0), param<"a0">(0), param<"a1">(1 / 3.0), param<"a2">(1 / 3.0), param<"a3">(1 / 3.0));

}  // namespace ogive::activations
