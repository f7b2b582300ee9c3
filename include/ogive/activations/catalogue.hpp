// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. The list of all activations: what tests, benchmarks, documents and the command line walk. One that
// is not listed here does not exist.
#pragma once

#include <string_view>

#include <ogive/activations/bumps.hpp>
#include <ogive/activations/gated_units.hpp>
#include <ogive/activations/gates.hpp>
#include <ogive/activations/learned_shapes.hpp>
#include <ogive/activations/linear_units.hpp>
#include <ogive/activations/losses.hpp>
#include <ogive/activations/periodic.hpp>
#include <ogive/activations/rectifiers.hpp>
#include <ogive/activations/rows.hpp>
#include <ogive/activations/shrinkage.hpp>
#include <ogive/activations/sigmoids.hpp>
#include <ogive/activations/smooth_rectifiers.hpp>
#include <ogive/base/hana.hpp>

namespace ogive::activations {

/// An activation with its name, as types: a walk can use both as template arguments.
template <fixed_string Name, const auto& Formula>
struct entry {
  static constexpr std::string_view name = Name.view();
  static constexpr auto formula = Formula;
};

/// Every activation, those over one input first, then gated units, rows and losses:
/// `hana::for_each(catalogue, [](auto e) { … e.name … map<e.formula>(in, out) … })`.
inline constexpr auto catalogue = hana::make_tuple(  //
    entry<"identity", identity>{}, entry<"relu", relu>{}, entry<"relu6", relu6>{}, entry<"leaky_relu", leaky_relu>{},
    entry<"prelu", prelu>{}, entry<"rrelu", rrelu>{}, entry<"threshold", threshold>{}, entry<"srelu", srelu>{},
    entry<"apl", apl>{}, entry<"relu_squared", relu_squared>{}, entry<"star_relu", star_relu>{},
    entry<"poly_relu", poly_relu>{}, entry<"elu", elu>{}, entry<"selu", selu>{}, entry<"celu", celu>{},
    entry<"isru", isru>{}, entry<"isrlu", isrlu>{}, entry<"xielu", xielu>{}, entry<"softplus", softplus>{},
    entry<"log_sigmoid", log_sigmoid>{}, entry<"squareplus", squareplus>{}, entry<"bent_identity", bent_identity>{},
    entry<"sparse_plus", sparse_plus>{}, entry<"sigmoid", sigmoid>{}, entry<"hard_sigmoid", hard_sigmoid>{},
    entry<"hard_sigmoid_onnx", hard_sigmoid_onnx>{}, entry<"tanh", tanh>{}, entry<"hard_tanh", hard_tanh>{},
    entry<"lecun_tanh", lecun_tanh>{}, entry<"softsign", softsign>{}, entry<"arctan", arctan>{},
    entry<"asinh", asinh>{}, entry<"cloglog", cloglog>{}, entry<"dyt", dyt>{}, entry<"derf", derf>{},
    entry<"tanhshrink", tanhshrink>{}, entry<"hardshrink", hardshrink>{}, entry<"softshrink", softshrink>{},
    entry<"swish", swish>{}, entry<"swish_beta", swish_beta>{}, entry<"quick_gelu", quick_gelu>{},
    entry<"gelu", gelu>{}, entry<"gelu_tanh", gelu_tanh>{}, entry<"mish", mish>{}, entry<"hard_swish", hard_swish>{},
    entry<"telu", telu>{}, entry<"serf", serf>{}, entry<"logish", logish>{}, entry<"smish", smish>{},
    entry<"phish", phish>{}, entry<"golu", golu>{}, entry<"elish", elish>{}, entry<"lisht", lisht>{},
    entry<"acon_c", acon_c>{}, entry<"xsilu", xsilu>{}, entry<"xgelu", xgelu>{}, entry<"xatlu", xatlu>{},
    entry<"bsilu", bsilu>{}, entry<"gcu", gcu>{}, entry<"sine", sine>{}, entry<"snake", snake>{},
    entry<"snake_beta", snake_beta>{}, entry<"gaussian", gaussian>{}, entry<"ricker", ricker>{},
    entry<"gabor", gabor>{}, entry<"pau", pau>{}, entry<"kan", kan>{}, entry<"glu", glu>{}, entry<"swiglu", swiglu>{},
    entry<"geglu", geglu>{}, entry<"reglu", reglu>{}, entry<"bilinear", bilinear>{}, entry<"maxout", maxout>{},
    entry<"softmax", softmax>{}, entry<"softmin", softmin>{}, entry<"log_softmax", log_softmax>{},
    entry<"log_sum_exp", log_sum_exp>{}, entry<"rms_norm", rms_norm>{}, entry<"layer_norm", layer_norm>{},
    entry<"poly_norm", poly_norm>{}, entry<"mse", mse>{}, entry<"l1", l1>{}, entry<"huber", huber>{},
    entry<"log_cosh", log_cosh>{}, entry<"bce_with_logits", bce_with_logits>{}, entry<"cross_entropy", cross_entropy>{},
    entry<"focal", focal>{}, entry<"kl", kl>{});

}  // namespace ogive::activations
