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

/// Fills W, plain or in panels, row by row, with uniform numbers from −limit to below limit; the padding stays zero.
template <class Matrix>
void fill_uniform(Matrix& weight, double limit, generator& random) {
  for (std::size_t i = 0; i != weight.rows(); ++i) {
    for (std::size_t j = 0; j != weight.columns(); ++j)
      weight(i, j) = static_cast<typename Matrix::value_type>(limit * (2 * random.uniform() - 1));
  }
}

/// Fills W, plain or in panels, row by row, with numbers of mean 0 and this deviation, normal or uniform; the padding
/// stays zero.
template <class Matrix>
void initialise(Matrix& weight, double deviation, bool normal, generator& random) {
  if (!normal) return fill_uniform(weight, std::sqrt(3.0) * deviation, random);
  for (std::size_t i = 0; i != weight.rows(); ++i) {
    for (std::size_t j = 0; j != weight.columns(); ++j)
      weight(i, j) = static_cast<typename Matrix::value_type>(deviation * random.normal());
  }
}

/// The same by a rule. W counts as in × out.
template <class Matrix>
void initialise(Matrix& weight, initialiser kind, generator& random) {
  const double in = static_cast<double>(weight.rows());
  const double out = static_cast<double>(weight.columns());
  const bool he = kind == initialiser::he_uniform || kind == initialiser::he_normal;
  const bool normal = kind == initialiser::he_normal || kind == initialiser::glorot_normal;
  initialise(weight, std::sqrt(he ? 2 / in : 2 / (in + out)), normal, random);
}

/// He for an activation that treats the two signs differently far out (the relu family), as He's derivation assumes;
/// Glorot for one that has the same slope on both sides: saturating ones and the identity. Judged at ±20.
template <class T>
[[nodiscard]] initialiser suited_initialiser(const activation<T>& f) {
  const std::vector<T> slope = sample(f, {T{-20}, T{20}}, initial_parameters(f)).slope;
  return std::abs(static_cast<double>(slope[0] - slope[1])) < 0.01 ? initialiser::glorot_uniform
                                                                   : initialiser::he_uniform;
}

template <auto F>
[[nodiscard]] initialiser suited_initialiser() {
  return suited_initialiser(activation_of<F, double>);
}

/// The factor by which weights keep the size of what passes through f: 1/√E[f(z)²] for z of mean 0 and variance 1.
///
/// √2 for relu, as He et al. 2015 derive, 1.5925 for tanh, 1 for selu (Klambauer et al. 2017). The mean of f² is a sum
/// over the normal density at steps of 1/128 from −12 to 12, f with its initial parameters.
template <class T>
[[nodiscard]] double gain_of(const activation<T>& f) {
  const std::vector<T> places = evenly_spaced<T>(12, 128), values = sample(f, places, initial_parameters(f)).value;
  double weighted = 0, weights = 0;
  for (std::size_t k = 0; k != places.size(); ++k) {
    const double at = static_cast<double>(places[k]), value = static_cast<double>(values[k]);
    const double weight = std::exp(-0.5 * at * at);
    weighted += weight * value * value;
    weights += weight;
  }
  return std::sqrt(weights / weighted);
}

/// How a network's weights begin: `suited` by `suited_initialiser`; `gain` normal with the deviation gain / √in, the
/// gain being that of the activation below, whose outputs the weights take in, and 1 for the first layer.
enum class initialisation { suited, gain };

/// Gives every layer its first weights, biases of zero and its activation's initial parameters.
template <class Layers>
void initialise(network<Layers>& net, generator& random, initialisation how = initialisation::suited) {
  for (std::size_t i = 0; i != net.depth(); ++i) {
    auto& layer = net.layer(i);
    if (how == initialisation::suited) {
      initialise(layer.weight, suited_initialiser(layer.function), random);
    } else {
      const double gain = i == 0 ? 1 : gain_of(net.layer(i - 1).function);
      initialise(layer.weight, gain / std::sqrt(static_cast<double>(layer.inputs())), true, random);
    }
    layer.bias.fill_zero();
    layer.reset_parameters();
  }
}

}  // namespace ogive::nn
