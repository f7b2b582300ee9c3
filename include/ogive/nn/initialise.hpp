// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A layer and a generator come in, the layer's first weights go out: He or Glorot, as its activation asks.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

#include <ogive/base/hana.hpp>
#include <ogive/kernel/fused.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/network.hpp>
#include <ogive/nn/random.hpp>

namespace ogive::nn {

/// How weights begin. The variance is 2 / in for He, 2 / (in + out) for Glorot.
///
/// He et al. 2015, arXiv:1502.01852; Glorot, Bengio 2010. As PyTorch's kaiming_* with the gain of relu and xavier_*.
enum class initialiser { he_uniform, he_normal, glorot_uniform, glorot_normal };

/// Fills W, row by row; the padding stays zero. W counts as in × out.
template <class T>
void initialise(matrix<T>& weight, initialiser kind, generator& random) {
  const double in = static_cast<double>(weight.rows());
  const double out = static_cast<double>(weight.columns());
  const bool he = kind == initialiser::he_uniform || kind == initialiser::he_normal;
  const bool normal = kind == initialiser::he_normal || kind == initialiser::glorot_normal;
  const double deviation = std::sqrt(he ? 2 / in : 2 / (in + out));
  const double limit = std::sqrt(3.0) * deviation;  // a uniform variable in [−limit, limit) has this deviation
  for (std::size_t i = 0; i != weight.rows(); ++i) {
    for (std::size_t j = 0; j != weight.columns(); ++j) {
      weight(i, j) = static_cast<T>(normal ? deviation * random.normal() : limit * (2 * random.uniform() - 1));
    }
  }
}

/// He for an activation that treats the two signs differently far out (the relu family), as He's derivation assumes;
/// Glorot for one that has the same slope on both sides: saturating ones and the identity. Judged at ±20.
template <auto F>
[[nodiscard]] initialiser suited_initialiser() {
  using formula = ogive::detail::fused<F>;
  std::array<double, formula::parameter_count> parameters{};
  for (std::size_t i = 0; i != parameters.size(); ++i) parameters[i] = formula::parameter_initial[i];
  const double left = formula::template value_and_gradients<double>(-20.0, parameters)[1];
  const double right = formula::template value_and_gradients<double>(20.0, parameters)[1];
  return std::abs(left - right) < 0.01 ? initialiser::glorot_uniform : initialiser::he_uniform;
}

/// Gives every layer its first weights by `suited_initialiser`, biases of zero and its activation's initial parameters.
template <class... Layers>
void initialise(network<Layers...>& net, generator& random) {
  hana::for_each(net.layers, [&](auto& layer) {
    using layer_type = std::remove_reference_t<decltype(layer)>;
    initialise(layer.weight, suited_initialiser<layer_type::activation>(), random);
    layer.bias.fill_zero();
    for (std::size_t i = 0; i != layer_type::parameter_count; ++i) {
      layer.parameters(0, i) = static_cast<typename layer_type::value_type>(layer_type::formula::parameter_initial[i]);
    }
  });
}

}  // namespace ogive::nn
