// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Gradient flow: its figures beside direct sums, its findings on networks that are made to be ill, and the gain of an
// activation beside closed forms.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/activations/linear_units.hpp>
#include <ogive/activations/rectifiers.hpp>
#include <ogive/activations/sigmoids.hpp>
#include <ogive/expr.hpp>
#include <ogive/nn/gradient_flow.hpp>
#include <ogive/nn/initialise.hpp>

#include "messages.hpp"

namespace {

namespace nn = ogive::nn;
namespace activations = ogive::activations;
using ogive::symbols::x;

nn::labelled_rows<double> normal_rows(std::size_t count, std::size_t columns, std::size_t classes) {
  nn::labelled_rows<double> rows;
  rows.columns = columns;
  rows.classes = classes;
  nn::generator random(2);
  for (std::size_t i = 0; i != count; ++i) {
    for (std::size_t j = 0; j != columns; ++j) rows.elements.push_back(random.normal());
    rows.labels.push_back(static_cast<std::uint8_t>(random.below(static_cast<std::uint32_t>(classes))));
  }
  return rows;
}

/// `depth` layers of `units` and a linear one.
template <auto F>
auto deep_network(std::size_t depth, std::size_t units, nn::initialisation how) {
  std::vector<nn::dense_layer<double>> layers;
  for (std::size_t i = 0; i != depth; ++i) layers.push_back(nn::dense<F, double>(units, units));
  layers.push_back(nn::dense<x, double>(units, 3));
  auto net = nn::make_network(std::move(layers));
  nn::generator random(1);
  nn::initialise(net, random, how);
  return net;
}

bool has(const std::vector<std::string>& findings, const std::string& word) {
  for (const std::string& each : findings) {
    if (each.starts_with(word)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("flow: each figure is what direct sums over the batch give, and the network stays", "[nn][flow]") {
  auto net = nn::make_network(nn::dense<activations::tanh, double>(4, 5), nn::dense<x, double>(5, 3));
  nn::generator random(7);
  nn::initialise(net, random);
  const auto kept = net;
  const auto rows = normal_rows(20, 4, 3);
  const auto flow = nn::measure_flow(net, rows, 9);  // of the first nine rows
  CHECK(kept.layer(0).weight(3, 4) == net.layer(0).weight(3, 4));
  double outputs = 0, slopes = 0, weights = 0, deltas = 0, last_deltas = 0;
  std::vector<double> gradient(4 * 5, 0.0);
  for (std::size_t r = 0; r != 9; ++r) {
    std::vector<double> h(5), z(3, 0.0);
    for (std::size_t j = 0; j != 5; ++j) {
      double sum = 0;
      for (std::size_t i = 0; i != 4; ++i) sum += rows.elements[r * 4 + i] * net.layer(0).weight(i, j);
      h[j] = std::tanh(sum);
      outputs += h[j] * h[j];
      slopes += (1 - h[j] * h[j]) * (1 - h[j] * h[j]);
      for (std::size_t k = 0; k != 3; ++k) z[k] += h[j] * net.layer(1).weight(j, k);
    }
    double total = 0;
    for (const double each : z) total += std::exp(each);
    std::vector<double> delta(3);
    for (std::size_t k = 0; k != 3; ++k) {
      delta[k] = (std::exp(z[k]) / total - (rows.labels[r] == k ? 1 : 0)) / 9;
      last_deltas += delta[k] * delta[k];
    }
    for (std::size_t j = 0; j != 5; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k != 3; ++k) sum += delta[k] * net.layer(1).weight(j, k);
      sum *= 1 - h[j] * h[j];
      deltas += sum * sum;
      for (std::size_t i = 0; i != 4; ++i) gradient[i * 5 + j] += rows.elements[r * 4 + i] * sum;
    }
  }
  double gradients = 0;
  for (const double each : gradient) gradients += each * each;
  for (std::size_t i = 0; i != 4; ++i) {
    for (std::size_t j = 0; j != 5; ++j) weights += net.layer(0).weight(i, j) * net.layer(0).weight(i, j);
  }
  const auto near = [](double got, double expected) { return std::abs(got - expected) < 1e-12 * (1 + expected); };
  REQUIRE(flow.size() == 2);
  CHECK(near(flow[0].output, std::sqrt(outputs / 45)));
  CHECK(near(flow[0].slope, std::sqrt(slopes / 45)));
  CHECK(near(flow[0].delta, std::sqrt(deltas / 45)));
  CHECK(near(flow[1].delta, std::sqrt(last_deltas / 27)));
  CHECK(near(flow[0].gradient, std::sqrt(gradients)));
  CHECK(near(flow[0].weight, std::sqrt(weights)));
  CHECK(flow[1].slope == 1);
  CHECK(flow[0].dead == 0);
}

TEST_CASE("flow: deep sigmoids vanish, selu with its gain does not, nor do linear layers", "[nn][flow]") {
  const auto rows = normal_rows(64, 32, 3);
  const auto vanishing = nn::measure_flow(deep_network<activations::sigmoid>(12, 32, nn::initialisation::suited), rows);
  CHECK(vanishing.front().delta < 1e-5 * vanishing.back().delta);
  const auto findings = nn::diagnose(vanishing);
  REQUIRE(findings.size() == 1);
  auto middle = vanishing;  // what vanishes in the middle is no better
  middle.front().delta = vanishing.back().delta;
  says(nn::diagnose(middle).front(), {"in layer 1 and", "in layer 12"});
  says(findings[0], {"vanishing: the gradient is", "in layer 0", "in layer 12", "swish, selu, relu"});
  for (const auto& flow : {nn::measure_flow(deep_network<activations::selu>(12, 32, nn::initialisation::gain), rows),
                           nn::measure_flow(deep_network<activations::relu>(12, 32, nn::initialisation::gain), rows),
                           nn::measure_flow(deep_network<x>(12, 32, nn::initialisation::gain), rows)}) {
    CHECK(nn::diagnose(flow).empty());
    CHECK(flow.front().delta > 0.05 * flow[flow.size() - 2].delta);
    CHECK(flow.front().delta < 20 * flow[flow.size() - 2].delta);
    CHECK(flow[flow.size() - 2].output > 0.2);
    CHECK(flow[flow.size() - 2].output < 5);
  }
}

TEST_CASE("flow: exploding, dead, saturated and not finite are told with the layer", "[nn][flow]") {
  const auto rows = normal_rows(64, 32, 3);
  auto large = deep_network<activations::relu>(8, 32, nn::initialisation::gain);
  for (std::size_t i = 1; i != 8; ++i) {
    for (std::size_t k = 0; k != 32 * 32; ++k) large.layer(i).weight(k / 32, k % 32) *= 10;
  }
  for (std::size_t k = 0; k != 32 * 3; ++k) large.layer(8).weight(k / 3, k % 3) *= 1e-3;
  CHECK(has(nn::diagnose(nn::measure_flow(large, rows)), "exploding: the gradient is"));

  auto dead = deep_network<activations::relu>(3, 32, nn::initialisation::gain);
  for (std::size_t j = 0; j != 32; ++j) dead.layer(1).bias(0, j) = j < 20 ? -1e3 : 0;
  const auto flow = nn::measure_flow(dead, rows);
  CHECK(flow[1].dead >= 20.0 / 32);
  CHECK(flow[0].dead < 0.2);
  const auto findings = nn::diagnose(flow);
  REQUIRE(has(findings, "dead: "));
  says(findings.back(), {"of layer 1", "leaky_relu, prelu, swish"});

  auto saturated = deep_network<activations::tanh>(2, 32, nn::initialisation::gain);
  for (std::size_t k = 0; k != 32 * 32; ++k) saturated.layer(0).weight(k / 32, k % 32) *= 100;
  CHECK(nn::measure_flow(saturated, rows)[0].saturated > 0.9);
  CHECK(has(nn::diagnose(nn::measure_flow(saturated, rows)), "saturated: "));

  auto broken = deep_network<activations::relu>(2, 32, nn::initialisation::gain);
  broken.layer(1).bias(0, 3) = NAN;
  says(nn::diagnose(nn::measure_flow(broken, rows)).front(), {"not finite: layer"});
}

TEST_CASE("gain: closed forms, and the variance that it keeps", "[nn][flow]") {
  const auto near = [](double a, double b) { return std::abs(a - b) < 1e-5; };
  CHECK(near(nn::gain_of(nn::activation_of<activations::relu, double>), std::numbers::sqrt2));
  CHECK(near(nn::gain_of(nn::activation_of<x, double>), 1));
  CHECK(near(nn::gain_of(nn::activation_of<activations::selu, double>), 1));
  // leaky_relu: E = (1 + slope²)/2
  CHECK(near(nn::gain_of(nn::activation_of<activations::leaky_relu, double>), std::sqrt(2 / (1 + 0.01 * 0.01))));
  CHECK(std::abs(nn::gain_of(nn::activation_of<activations::tanh, double>) - 1.5925374) < 1e-6);
  CHECK(near(nn::gain_of(nn::activation_of<activations::tanh, float>),
             nn::gain_of(nn::activation_of<activations::tanh, double>)));
}
