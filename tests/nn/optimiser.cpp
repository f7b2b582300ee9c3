// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The first steps of each optimiser against PyTorch's definitions, written out for one number in double.
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <catch2/catch.hpp>

#include <ogive/nn/matrix.hpp>
#include <ogive/nn/optimiser.hpp>

namespace {

namespace nn = ogive::nn;

/// torch.optim.SGD: buf ← momentum · buf + g, p ← p − lr · buf
struct plain_sgd {
  double rate, momentum, velocity = 0;
  double operator()(double p, double g, int) {
    velocity = momentum * velocity + g;
    return p - rate * velocity;
  }
};

/// torch.optim.Adam without amsgrad and weight decay
struct plain_adam {
  double rate, beta1, beta2, epsilon, m = 0, v = 0;
  double operator()(double p, double g, int t) {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const double step_size = rate / (1 - std::pow(beta1, t));
    const double denominator = std::sqrt(v) / std::sqrt(1 - std::pow(beta2, t)) + epsilon;
    return p - step_size * m / denominator;
  }
};

/// Gradients of very different sizes and both signs, another one in each step; column 0 is always 0.
double gradient_of(std::size_t column, int t) {
  return static_cast<double>(column) * std::pow(10.0, 4 - static_cast<double>(column)) *
         std::cos(1.7 * t + static_cast<double>(column));
}

template <class T, class Optimiser, class Plain>
void check(const Optimiser& optimiser, const Plain& plain, double tolerance) {
  constexpr std::size_t columns = 11;
  nn::matrix<T> parameter(1, columns);
  nn::matrix<T> gradient(1, columns);
  double expected[columns];
  for (std::size_t j = 0; j != columns; ++j) {
    expected[j] = 0.5 - 0.1 * static_cast<double>(j);
    parameter(0, j) = static_cast<T>(expected[j]);
  }
  Plain references[columns];
  for (Plain& reference : references) reference = plain;
  nn::moments_of<T, Optimiser> moments(parameter);
  for (int t = 1; t <= 20; ++t) {
    for (std::size_t j = 0; j != columns; ++j) {
      gradient(0, j) = static_cast<T>(gradient_of(j, t));
      expected[j] = references[j](expected[j], static_cast<double>(gradient(0, j)), t);
    }
    nn::update(parameter, gradient, moments, optimiser, static_cast<std::uint64_t>(t));
    for (std::size_t j = 0; j != columns; ++j) {
      CAPTURE(t, j);
      CHECK(static_cast<double>(parameter(0, j)) == Approx(expected[j]).epsilon(tolerance).margin(tolerance));
    }
    for (std::size_t j = columns; j != parameter.stride(); ++j) CHECK(parameter(0, j) == 0);
  }
}

}  // namespace

TEST_CASE("optimiser: sgd without and with momentum", "[nn][optimiser]") {
  check<double>(nn::sgd{.rate = 0.1}, plain_sgd{.rate = 0.1, .momentum = 0}, 1e-13);
  check<double>(nn::sgd{.rate = 0.01, .momentum = 0.9}, plain_sgd{.rate = 0.01, .momentum = 0.9}, 1e-13);
  check<float>(nn::sgd{.rate = 0.01, .momentum = 0.9}, plain_sgd{.rate = 0.01, .momentum = 0.9}, 2e-6);
}

TEST_CASE("optimiser: adam with bias correction", "[nn][optimiser]") {
  const plain_adam usual{.rate = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8};
  check<double>(nn::adam{}, usual, 1e-13);
  check<float>(nn::adam{}, usual, 2e-6);
  check<double>(nn::adam{.rate = 0.05, .beta1 = 0.8, .beta2 = 0.98, .epsilon = 1e-3},
                plain_adam{.rate = 0.05, .beta1 = 0.8, .beta2 = 0.98, .epsilon = 1e-3}, 1e-13);
}

TEST_CASE("optimiser: adam's first step is the rate whatever the gradient's size", "[nn][optimiser]") {
  nn::matrix<float> parameter(1, 2);
  nn::matrix<float> gradient(1, 2);
  gradient(0, 0) = 1e-3F;
  gradient(0, 1) = -1e3F;
  nn::moments_of<float, nn::adam> moments(parameter);
  nn::update(parameter, gradient, moments, nn::adam{.rate = 0.25}, 1);
  CHECK(parameter(0, 0) == Approx(-0.25).epsilon(1e-4));
  CHECK(parameter(0, 1) == Approx(0.25).epsilon(1e-4));
}
