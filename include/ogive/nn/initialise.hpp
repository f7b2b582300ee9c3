// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A layer and a generator come in, the layer's first weights go out: He or Glorot, as its activation asks.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <ogive/nn/activation.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/network.hpp>
#include <ogive/nn/random.hpp>

namespace ogive::nn {

/// How weights begin. The variance is 2 / in for He, 2 / (in + out) for Glorot.
///
/// He et al. 2015, arXiv:1502.01852; Glorot, Bengio 2010. As PyTorch's kaiming_* with the gain of relu and xavier_*.
enum class initialiser { he_uniform, he_normal, glorot_uniform, glorot_normal };

/// Fills W, plain or in panels, row by row; the padding stays zero. W counts as in × out.
template <class Matrix>
void initialise(Matrix& weight, initialiser kind, generator& random) {
  using T = typename Matrix::value_type;
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
template <class T>
[[nodiscard]] initialiser suited_initialiser(const activation<T>& f) {
  if (f.is_identity) return initialiser::glorot_uniform;
  matrix<T> z(1, 2);
  z(0, 0) = T{-20};
  z(0, 1) = T{20};
  std::vector<matrix<T>> results(2 + f.parameter_initial.size(), z);
  std::vector<matrix_view<T>> views;
  for (matrix<T>& result : results) views.push_back(result.view());
  const std::vector<T> parameters(f.parameter_initial.begin(), f.parameter_initial.end());
  f.value_and_gradients(tile_view<T>::whole(z.view()), {.data = parameters.data()}, views.data());
  const matrix<T>& slope = results[1];
  return std::abs(static_cast<double>(slope(0, 0) - slope(0, 1))) < 0.01 ? initialiser::glorot_uniform
                                                                         : initialiser::he_uniform;
}

template <auto F>
[[nodiscard]] initialiser suited_initialiser() {
  return suited_initialiser(activation_of<F, double>);
}

/// Gives every layer its first weights by `suited_initialiser`, biases of zero and its activation's initial parameters.
template <class Layers>
void initialise(network<Layers>& net, generator& random) {
  for (std::size_t i = 0; i != net.depth(); ++i) {
    auto& layer = net.layer(i);
    initialise(layer.weight, suited_initialiser(layer.function), random);
    layer.bias.fill_zero();
    layer.reset_parameters();
  }
}

}  // namespace ogive::nn
