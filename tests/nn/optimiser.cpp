// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The first steps of each optimiser against those of PyTorch.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/nn/matrix.hpp>
#include <ogive/nn/optimiser.hpp>

#include "csv.hpp"

namespace {

namespace nn = ogive::nn;

/// Follows a column of reference/optimisers.csv, every parameter from 0.5 on.
template <class T, class Optimiser>
void follow(const char* name, const Optimiser& optimiser, double tolerance) {
  static const std::vector<ogive::tests::table_row> rows = ogive::tests::read_table("optimisers.csv");
  constexpr std::size_t columns = 5;
  nn::matrix<T> parameter(1, columns);
  nn::matrix<T> gradient(1, columns);
  for (std::size_t j = 0; j != columns; ++j) parameter(0, j) = T{0.5};
  nn::moments_of<T, Optimiser> moments(parameter);
  REQUIRE(rows.size() >= 20 * columns);
  for (std::size_t first = 0; first != rows.size(); first += columns) {
    for (std::size_t j = 0; j != columns; ++j)
      gradient(0, j) = static_cast<T>(std::stod(rows[first + j].at("gradient")));
    nn::update(parameter, gradient, moments, optimiser, static_cast<std::uint64_t>(first / columns + 1));
    for (std::size_t j = 0; j != columns; ++j) {
      CAPTURE(name, first / columns + 1, j);
      CHECK(static_cast<double>(parameter(0, j)) ==
            Approx(std::stod(rows[first + j].at(name))).epsilon(tolerance).margin(tolerance));
    }
    for (std::size_t j = columns; j != parameter.stride(); ++j) CHECK(parameter(0, j) == 0);
  }
}

template <class Optimiser>
void follow(const char* name, const Optimiser& optimiser) {
  follow<double>(name, optimiser, 1e-13);
  follow<float>(name, optimiser, 2e-6);
}

}  // namespace

TEST_CASE("optimiser: sgd goes PyTorch's way, without momentum, with it, and with Nesterov's", "[nn][optimiser]") {
  follow("sgd", nn::sgd{.rate = 0.1});
  follow("momentum", nn::sgd{.rate = 0.01, .momentum = 0.9});
  follow("nesterov", nn::sgd{.rate = 0.01, .momentum = 0.9, .nesterov = true});
}

TEST_CASE("optimiser: adam and adamw go PyTorch's way, by default and with other numbers", "[nn][optimiser]") {
  follow("adam", nn::adam{});
  follow("adam_eager", nn::adam{.rate = 0.05, .beta1 = 0.8, .beta2 = 0.98, .epsilon = 1e-3});
  follow("adamw", nn::adamw{});
  follow("adamw_eager", nn::adamw{.rate = 0.05, .beta1 = 0.8, .beta2 = 0.98, .epsilon = 1e-3, .weight_decay = 0.2});
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
