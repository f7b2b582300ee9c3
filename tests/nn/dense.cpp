// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Fused layers against separate passes, and every derived gradient of a network against numerical differences.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/activations/rectifiers.hpp>
#include <ogive/activations/sigmoids.hpp>
#include <ogive/expr.hpp>
#include <ogive/nn/dense.hpp>
#include <ogive/nn/initialise.hpp>
#include <ogive/nn/loss.hpp>
#include <ogive/nn/network.hpp>
#include <ogive/nn/random.hpp>

#include "messages.hpp"

namespace {

namespace nn = ogive::nn;
namespace activations = ogive::activations;
using ogive::symbols::x;

template <class T>
nn::matrix<T> random_rows(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  nn::generator random(seed);
  nn::matrix<T> result(rows, columns);
  for (std::size_t i = 0; i != rows; ++i) {
    for (std::size_t j = 0; j != columns; ++j) result(i, j) = static_cast<T>(random.normal());
  }
  return result;
}

/// A network, a batch and its labels: the mean loss, and its gradients by `backward`.
template <class Network>
struct problem {
  using value_type = typename Network::value_type;

  Network net;
  nn::matrix<value_type> rows;
  std::vector<std::uint8_t> labels;
  typename Network::tape_type tape;
  nn::matrix<value_type> upstream;

  problem(Network given, std::size_t batch)
      : net(std::move(given)),
        rows(random_rows<value_type>(batch, net.inputs(), 7)),
        tape(net.make_tape(batch + 3)),
        upstream(batch, net.outputs()) {
    nn::generator random(11);
    nn::initialise(net, random);
    for (std::size_t i = 0; i != net.depth(); ++i) {
      for (std::size_t j = 0; j != net.layer(i).outputs(); ++j)
        net.layer(i).bias(0, j) = static_cast<value_type>(0.1 * random.normal());
    }
    for (std::size_t i = 0; i != batch; ++i) labels.push_back(static_cast<std::uint8_t>(i % net.outputs()));
  }

  double loss() {
    const auto output = net.forward(std::as_const(rows).view(), tape);
    return nn::softmax_cross_entropy<value_type>(output, labels, upstream.view()).mean_loss();
  }

  auto gradients() {
    (void)loss();
    return net.backward(std::as_const(rows).view(), std::as_const(upstream).view(), tape);
  }

  double difference(value_type& parameter, double step) {
    const value_type kept = parameter;
    parameter = static_cast<value_type>(kept + step);
    const double above = loss();
    parameter = static_cast<value_type>(kept - step);
    const double below = loss();
    parameter = kept;
    return (above - below) / (2 * step);
  }

  /// The greatest distance between a matrix of parameters' gradient and its numerical differences.
  template <class Matrix>
  double distance(Matrix& parameter, const nn::matrix<value_type>& gradient) {
    double worst = 0;
    for (std::size_t i = 0; i != parameter.rows(); ++i) {
      for (std::size_t j = 0; j != parameter.columns(); ++j) {
        worst = std::max(worst, std::abs(difference(parameter(i, j), 1e-5) - static_cast<double>(gradient(i, j))));
      }
    }
    return worst;
  }

  void check() {
    const auto all = gradients();
    REQUIRE(all.size() == net.depth());
    for (std::size_t i = 0; i != net.depth(); ++i) {
      CAPTURE(i);
      CHECK(distance(net.layer(i).weight, all[i].weight) < 1e-8);
      CHECK(distance(net.layer(i).bias, all[i].bias) < 1e-8);
      CHECK(distance(net.layer(i).parameters, all[i].parameters) < 1e-8);
    }
  }
};

}  // namespace

TEST_CASE("network: every gradient equals numerical differences", "[nn][dense]") {
  using nn::dense;
  problem p(nn::make_network(dense<activations::prelu, double>(7, 21), dense<activations::tanh, double>(21, 5),
                             dense<x, double>(5, 3)),
            9);
  p.check();
}

TEST_CASE("network: a last layer with a learnable activation, and a single layer", "[nn][dense]") {
  problem two(
      nn::make_network(nn::dense<activations::prelu, double>(4, 9), nn::dense<activations::prelu, double>(9, 4)), 5);
  two.check();
  problem one(nn::make_network(nn::dense<x, double>(4, 3)), 5);
  one.check();
}

TEST_CASE("network: a formula of the user's own, with two parameters", "[nn][dense]") {
  using ogive::symbols::param;
  constexpr auto mine = param<"height">(0.8) * tanh(x) + param<"bend">(0.1) * x * x;
  problem p(nn::make_network(nn::dense<mine, double>(6, 19), nn::dense<x, double>(19, 3)), 7);
  REQUIRE(p.net.layer(0).parameters.rows() == 2);
  CHECK(p.net.layer(0).parameters(0, 0) == 0.8);
  CHECK(p.net.layer(0).parameters(1, 0) == 0.1);
  p.check();
}

TEST_CASE("network: parameters by channel have gradients of their own, which add up to that of a shared one",
          "[nn][dense]") {
  using nn::dense;
  constexpr auto by_channel = nn::parameter_sharing::by_channel;
  using ogive::symbols::param;
  constexpr auto mine = param<"height">(0.8) * tanh(x) + param<"bend">(0.1) * x * x;
  problem each(nn::make_network(dense<mine, double>(6, 19, by_channel),
                                dense<activations::prelu, double>(19, 13, by_channel), dense<x, double>(13, 3)),
               7);
  REQUIRE(each.net.layer(0).parameters.columns() == 19);
  CHECK(each.net.parameter_count() == 7 * 19 + 2 * 19 + 20 * 13 + 13 + 14 * 3);
  problem shared(
      nn::make_network(dense<mine, double>(6, 19), dense<activations::prelu, double>(19, 13), dense<x, double>(13, 3)),
      7);
  const auto own = each.gradients(), together = shared.gradients();
  for (std::size_t i = 0; i != 2; ++i) {
    for (std::size_t p = 0; p != own[i].parameters.rows(); ++p) {
      double sum = 0;
      for (std::size_t j = 0; j != own[i].parameters.columns(); ++j) sum += own[i].parameters(p, j);
      CHECK(std::abs(sum - together[i].parameters(p, 0)) < 1e-12);
    }
  }
  nn::generator random(5);  // and where the channels differ
  for (std::size_t j = 0; j != 19; ++j) each.net.layer(0).parameters(1, j) = random.normal();
  for (std::size_t j = 0; j != 13; ++j) each.net.layer(1).parameters(0, j) = random.normal();
  each.check();
}

TEST_CASE("network: layers chosen at run time are those chosen at compile time, to the last bit", "[nn][dense]") {
  using layer = nn::dense_layer<double>;
  const auto prelu = nn::activation_of<activations::prelu, double>;
  const auto tanh = nn::activation_of<activations::tanh, double>;
  const auto linear = nn::activation_of<x, double>;
  problem chosen(nn::make_network(std::vector{layer(7, 21, prelu), layer(21, 5, tanh), layer(5, 3, linear)}), 9);
  problem fixed(nn::make_network(nn::dense<activations::prelu, double>(7, 21),
                                 nn::dense<activations::tanh, double>(21, 5), nn::dense<x, double>(5, 3)),
                9);
  CHECK(chosen.loss() == fixed.loss());
  const auto all = chosen.gradients();
  const auto expected = fixed.gradients();
  const auto equal = [](const nn::matrix<double>& a, const nn::matrix<double>& b) {
    return std::equal(a.data(), a.data() + a.storage_size(), b.data(), b.data() + b.storage_size());
  };
  REQUIRE(all.size() == 3);
  for (std::size_t i = 0; i != all.size(); ++i) {
    CAPTURE(i);
    CHECK(equal(all[i].weight, expected[i].weight));
    CHECK(equal(all[i].bias, expected[i].bias));
    CHECK(equal(all[i].parameters, expected[i].parameters));
  }
  CHECK(all[0].parameters(0, 0) != 0);
}

TEST_CASE("activation: a record tells parameters and initial values", "[nn][dense]") {
  const auto& prelu = nn::activation_of<activations::prelu>;
  REQUIRE(prelu.parameter_names.size() == 1);
  CHECK(std::string(prelu.parameter_names[0]) == "slope");
  CHECK(prelu.parameter_initial[0] == 0.25);
  CHECK_FALSE(prelu.is_identity);
  CHECK(nn::activation_of<x>.parameter_names.empty());
  CHECK(nn::activation_of<x>.is_identity);
}

TEST_CASE("dense: bias and activation in the product equal separate passes, in every element", "[nn][dense]") {
  for (const std::size_t outputs : {1U, 10U, 16U, 53U}) {
    for (const std::size_t batch : {1U, 8U, 13U}) {
      CAPTURE(outputs, batch);
      using formula = ogive::detail::fused<activations::prelu>;
      nn::dense<activations::prelu> layer(6, outputs);
      nn::dense<x> linear(6, outputs);
      nn::generator random(3);
      nn::initialise(layer.weight, nn::initialiser::he_normal, random);
      layer.bias = random_rows<float>(1, outputs, 4);
      linear.weight = layer.weight;
      linear.bias = layer.bias;
      const nn::matrix<float> rows = random_rows<float>(batch, 6, 5);
      auto tape = layer.make_tape(batch);
      auto linear_tape = linear.make_tape(batch);
      nn::matrix<float> inferred(batch, outputs);
      layer.forward(rows.view(), tape);
      layer.infer(rows.view(), inferred.view());
      linear.forward(rows.view(), linear_tape);
      bool equal = true;
      for (std::size_t i = 0; i != batch; ++i) {
        for (std::size_t j = 0; j != inferred.stride(); ++j) {
          const auto all = formula::value_and_gradients<float>(linear_tape.output(i, j), {layer.parameters(0, 0)});
          const bool real = j < outputs;  // the padding is zero whatever f(0) is
          equal = equal && inferred(i, j) == (real ? all[0] : 0) && tape.output(i, j) == inferred(i, j);
          equal =
              equal && tape.delta(i, j) == (real ? all[1] : 0) && tape.parameter_slopes[0](i, j) == (real ? all[2] : 0);
        }
      }
      CHECK(equal);
    }
  }
}

TEST_CASE("dense: padding stays out of the gradients though f is not 0 there", "[nn][dense]") {
  problem p(nn::make_network(nn::dense<activations::sigmoid, double>(3, 5), nn::dense<x, double>(5, 3)), 6);
  const auto all = p.gradients();
  const nn::matrix<double>& gradient = all[1].weight;
  for (std::size_t i = 0; i != gradient.rows(); ++i) {
    for (std::size_t j = gradient.columns(); j != gradient.stride(); ++j) CHECK(gradient(i, j) == 0);
  }
  p.check();
}

TEST_CASE("loss: softmax cross entropy is stable and its gradient is that of the mean", "[nn][loss]") {
  nn::matrix<double> z(2, 3);
  z(0, 0) = 1000;
  z(0, 1) = 999;
  z(1, 2) = -1000;
  nn::matrix<double> gradient(2, 3);
  const std::vector<std::uint8_t> labels{1, 0};
  const nn::loss_sum sum = nn::softmax_cross_entropy<double>(std::as_const(z).view(), labels, gradient.view());
  const double e = std::exp(-1.0);
  CHECK(sum.loss == Approx(1 + std::log1p(e) + std::log(2.0)).epsilon(1e-14));
  CHECK(sum.correct == 1);
  CHECK(gradient(0, 0) == Approx(0.5 / (1 + e)).epsilon(1e-14));
  CHECK(gradient(0, 1) == Approx(0.5 * (e / (1 + e) - 1)).epsilon(1e-14));
  CHECK(gradient(1, 0) == Approx(-0.25).epsilon(1e-14));
  z(1, 1) = std::nan("");
  CHECK(std::isnan(nn::softmax_cross_entropy<double>(std::as_const(z).view(), labels, gradient.view()).loss));
}

TEST_CASE("initialise: the variance is He's or Glorot's, the kind suits the activation", "[nn][initialise]") {
  CHECK(nn::suited_initialiser<activations::relu>() == nn::initialiser::he_uniform);
  CHECK(nn::suited_initialiser<activations::prelu>() == nn::initialiser::he_uniform);
  CHECK(nn::suited_initialiser<activations::tanh>() == nn::initialiser::glorot_uniform);
  CHECK(nn::suited_initialiser<activations::sigmoid>() == nn::initialiser::glorot_uniform);
  CHECK(nn::suited_initialiser<x>() == nn::initialiser::glorot_uniform);
  const auto variance = [](nn::initialiser kind) {
    nn::matrix<double> weight(300, 100);
    nn::generator random(1);
    nn::initialise(weight, kind, random);
    double sum = 0;
    for (std::size_t i = 0; i != 300; ++i) {
      for (std::size_t j = 0; j != 100; ++j) sum += weight(i, j) * weight(i, j);
    }
    return sum / 30000;
  };
  CHECK(variance(nn::initialiser::he_uniform) == Approx(2.0 / 300).epsilon(0.03));
  CHECK(variance(nn::initialiser::he_normal) == Approx(2.0 / 300).epsilon(0.03));
  CHECK(variance(nn::initialiser::glorot_uniform) == Approx(2.0 / 400).epsilon(0.03));
  CHECK(variance(nn::initialiser::glorot_normal) == Approx(2.0 / 400).epsilon(0.03));
}

TEST_CASE("network: layers that do not fit are refused with both sizes", "[nn][network]") {
  says(message_of([&] { (void)nn::make_network(nn::dense<activations::relu>(4, 5), nn::dense<x>(6, 2)); }),
       {"layer 0 has 5 outputs", "layer 1 has 6 inputs"});
  says(message_of([&] { (void)nn::dense<x>(0, 2); }), {"ogive::nn::dense(0, 2)"});
  says(message_of([&] { (void)nn::make_network(std::vector<nn::dense_layer<float>>{}); }), {"it has no layer"});
  const auto net = nn::make_network(nn::dense<activations::relu>(4, 5), nn::dense<x>(5, 2));
  CHECK(net.parameter_count() == 4 * 5 + 5 + 5 * 2 + 2);
  auto tape = net.make_tape(1);
  const nn::matrix<float> rows(1, 3);
  says(message_of([&] { (void)net.infer(rows.view(), tape); }), {"rows of 3 numbers but 4 inputs"});
}
