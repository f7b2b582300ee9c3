// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Networks with feedback: every gradient through time beside numerical differences, for each cell; truncation,
// clipping, threads; and that a sequence is learnt.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/activations/gates.hpp>
#include <ogive/activations/sigmoids.hpp>
#include <ogive/nn/recurrent_trainer.hpp>

#include "kernel/allocations.hpp"
#include "messages.hpp"

namespace {

namespace nn = ogive::nn;
namespace activations = ogive::activations;

/// Rows of numbers with labels, for networks of 5 steps of 3 numbers and 4 classes.
template <class T>
nn::labelled_rows<T> some_rows(std::size_t count) {
  nn::labelled_rows<T> rows;
  rows.columns = 15;
  rows.classes = 4;
  nn::generator random(8);
  for (std::size_t i = 0; i != count; ++i) {
    for (int j = 0; j != 15; ++j) rows.elements.push_back(static_cast<T>(random.normal()));
    rows.labels.push_back(static_cast<std::uint8_t>(random.below(4)));
  }
  return rows;
}

template <class Cell, class T = double>
auto some_network(std::size_t units) {
  nn::recurrent_network<Cell, T> net(3, units, 5, 4);
  nn::generator random(6);
  nn::initialise(net, random);
  for (std::size_t j = 0; j != net.bias.columns(); ++j) net.bias(0, j) += static_cast<T>(0.2 * random.normal());
  return net;
}

/// An optimiser that changes nothing: a step leaves its gradients to be looked at.
const nn::sgd still{.rate = 0};

template <class Cell>
nn::recurrent_gradients<double> gradients_of(nn::recurrent_network<Cell, double>& net,
                                             const nn::labelled_rows<double>& rows,
                                             nn::recurrent_options options = {}) {
  options.batch = rows.rows();
  options.epochs = 1;
  nn::recurrent_trainer<Cell, double, nn::sgd, double> training(net, still, rows, options, nn::generator(1));
  training.step();
  return training.last_gradients();
}

template <class Cell>
double loss_of(const nn::recurrent_network<Cell, double>& net, const nn::labelled_rows<double>& rows) {
  return nn::evaluate(net, rows).mean_loss();
}

template <class Cell, class Parameter>
double worst_distance(nn::recurrent_network<Cell, double>& net, const nn::labelled_rows<double>& rows,
                      Parameter& parameter, const nn::matrix<double>& gradient) {
  double worst = 0;
  for (std::size_t i = 0; i != parameter.rows(); ++i) {
    for (std::size_t j = 0; j != parameter.columns(); ++j) {
      const double kept = std::as_const(parameter)(i, j);
      parameter(i, j) = kept + 1e-5;
      const double above = loss_of(net, rows);
      parameter(i, j) = kept - 1e-5;
      const double below = loss_of(net, rows);
      parameter(i, j) = kept;
      worst = std::max(worst, std::abs((above - below) / 2e-5 - gradient(i, j)));
    }
  }
  return worst;
}

template <class Cell>
void check_gradients(std::size_t units) {
  const auto rows = some_rows<double>(7);
  auto net = some_network<Cell>(units);
  const auto gradients = gradients_of(net, rows, {.threads = 2});
  CHECK(worst_distance(net, rows, net.input_weight, gradients.input_weight) < 1e-8);
  CHECK(worst_distance(net, rows, net.hidden_weight, gradients.hidden_weight) < 1e-8);
  CHECK(worst_distance(net, rows, net.bias, gradients.bias) < 1e-8);
  CHECK(worst_distance(net, rows, net.head.weight, gradients.head_weight) < 1e-8);
  CHECK(worst_distance(net, rows, net.head.bias, gradients.head_bias) < 1e-8);
}

template <class M>
std::vector<double> numbers(const M& m) {
  std::vector<double> all;
  for (std::size_t i = 0; i != m.rows(); ++i) {
    for (std::size_t j = 0; j != m.columns(); ++j) all.push_back(static_cast<double>(m(i, j)));
  }
  return all;
}

}  // namespace

TEST_CASE("recurrent: gradients through time equal numerical differences, for each cell", "[nn][recurrent]") {
  check_gradients<nn::elman<>>(11);
  check_gradients<nn::gru<>>(6);
  check_gradients<nn::lstm<>>(5);
}

TEST_CASE("recurrent: so they do with other activations than tanh", "[nn][recurrent]") {
  check_gradients<nn::elman<activations::swish>>(9);
  check_gradients<nn::gru<activations::softsign>>(5);
  check_gradients<nn::lstm<activations::mish>>(5);
}

TEST_CASE("recurrent: truncation cuts what lies further back, and nothing else", "[nn][recurrent]") {
  const auto rows = some_rows<double>(6);
  auto net = some_network<nn::gru<>>(7);
  const auto full = gradients_of(net, rows);
  for (const std::size_t enough : {5U, 6U, 100U}) {
    const auto same = gradients_of(net, rows, {.truncate = enough});
    CHECK(numbers(same.hidden_weight) == numbers(full.hidden_weight));
  }
  const auto three = gradients_of(net, rows, {.truncate = 3});
  CHECK(numbers(three.hidden_weight) != numbers(full.hidden_weight));
  CHECK(numbers(three.head_weight) == numbers(full.head_weight));
  // the same as the gradients of a network that begins, with the states it has there, three steps before the end: a
  // change of a weight in the first two steps does not count
  const auto one = gradients_of(net, rows, {.truncate = 1});
  auto tape = net.make_tape(6);
  for (std::size_t i = 0; i != 6; ++i) {
    for (std::size_t t = 0; t != 5; ++t) std::copy_n(&rows.elements[i * 15 + t * 3], 3, &tape.x(t * 6 + i, 0));
  }
  (void)net.forward(tape, 6, {0, 6});
  const auto loss_of_last_step = [&](double& weight, double step) {  // with the weight changed in the last step alone
    const double kept = std::exchange(weight, weight + step);
    nn::recurrent_network<nn::gru<>, double> short_net(3, 7, 1, 4);
    short_net.input_weight = net.input_weight;
    short_net.hidden_weight = net.hidden_weight;
    short_net.bias = net.bias;
    weight = kept;
    short_net.head = net.head;
    auto own = short_net.make_tape(6);
    for (std::size_t i = 0; i != 6; ++i) {
      std::copy_n(&tape.x(4 * 6 + i, 0), 3, &own.x(i, 0));
      std::copy_n(&tape.states[0](4 * 6 + i, 0), 7, &own.states[0](i, 0));
    }
    nn::matrix<double> upstream(6, 4);
    return nn::softmax_cross_entropy<double>(short_net.forward(own, 6, {0, 6}), rows.labels, upstream.view())
        .mean_loss();
  };
  for (const auto& [i, j] : std::vector<std::pair<std::size_t, std::size_t>>{{0, 0}, {6, 20}, {3, 9}}) {
    double& weight = net.hidden_weight(i, j);
    const double difference = (loss_of_last_step(weight, 1e-5) - loss_of_last_step(weight, -1e-5)) / 2e-5;
    CHECK(std::abs(difference - one.hidden_weight(i, j)) < 1e-8);
  }
}

TEST_CASE("recurrent: clipping bounds the norm of all gradients together and keeps their direction",
          "[nn][recurrent]") {
  const auto rows = some_rows<double>(6);
  auto net = some_network<nn::lstm<>>(7);
  auto free = gradients_of(net, rows);
  const double norm = free.norm();
  CHECK(numbers(gradients_of(net, rows, {.clip = 2 * norm}).bias) == numbers(free.bias));
  auto clipped = gradients_of(net, rows, {.clip = norm / 3});
  CHECK(std::abs(clipped.norm() - norm / 3) < 1e-12);
  for (std::size_t k = 0; k != clipped.all().size(); ++k) {
    const auto a = numbers(*clipped.all()[k]), b = numbers(*free.all()[k]);
    for (std::size_t i = 0; i != a.size(); ++i) CHECK(std::abs(3 * a[i] - b[i]) < 1e-12);
  }
}

TEST_CASE("recurrent: any number of threads gives the same bits", "[nn][recurrent][threads]") {
  const auto rows = some_rows<float>(70);
  const auto run = [&](std::size_t threads) {
    auto net = some_network<nn::gru<>, float>(33);
    (void)nn::train(net, nn::adam{}, rows,
                    nn::recurrent_options{.epochs = 2, .batch = 32, .threads = threads, .clip = 0.5});
    return net;
  };
  const auto one = run(1);
  for (const std::size_t threads : {2U, 3U, 9U}) {
    const auto other = run(threads);
    CHECK(numbers(one.hidden_weight) == numbers(other.hidden_weight));
    CHECK(numbers(one.input_weight) == numbers(other.input_weight));
    CHECK(numbers(one.head.weight) == numbers(other.head.weight));
  }
}

TEST_CASE("recurrent: what came first is remembered to the end", "[nn][recurrent]") {
  nn::labelled_rows<float> rows;  // the sign of the first number is the class, all else is noise
  rows.columns = 12;
  rows.classes = 2;
  nn::generator random(3);
  for (std::size_t i = 0; i != 400; ++i) {
    for (int j = 0; j != 12; ++j) rows.elements.push_back(static_cast<float>(random.normal()));
    rows.labels.push_back(rows.elements[i * 12] > 0);
  }
  const auto learns = [&](auto net) {
    const auto history =
        nn::train(net, nn::adam{.rate = 0.01}, rows, nn::recurrent_options{.epochs = 40, .batch = 20, .clip = 1});
    CHECK(history.size() == 40);
    return nn::evaluate(net, rows).accuracy();
  };
  CHECK(learns(nn::recurrent_network<nn::elman<>>(1, 12, 12, 2)) > 0.9);
  CHECK(learns(nn::recurrent_network<nn::gru<>>(1, 12, 12, 2)) > 0.95);
  CHECK(learns(nn::recurrent_network<nn::lstm<>>(1, 12, 12, 2)) > 0.95);
}

TEST_CASE("recurrent: nothing is allocated from the second step on, and the flow has an entry for each step",
          "[nn][recurrent]") {
  const auto rows = some_rows<float>(64);
  auto net = some_network<nn::lstm<>, float>(20);
  nn::recurrent_trainer<nn::lstm<>, float, nn::adam, float> training(net, nn::adam{}, rows, {.epochs = 1, .batch = 16},
                                                                     nn::generator(1));
  training.step();
  const int before = allocations;
  training.step();
  training.step();
  CHECK(allocations == before);
  const auto flow = training.flow();
  REQUIRE(flow.size() == 5);
  for (const nn::time_flow& each : flow) {
    CHECK(each.state > 0);
    CHECK(each.gradient > 0);
    CHECK(each.saturated < 0.5);
    CHECK(each.dead == 0);
  }
}

TEST_CASE("recurrent: saturated and dead units are counted by step", "[nn][recurrent]") {
  const auto rows = some_rows<double>(6);
  auto net = some_network<nn::elman<>>(8);
  for (std::size_t j = 0; j != 3; ++j) net.bias(0, j) = 50;  // tanh of that is 1, whatever comes
  nn::recurrent_trainer<nn::elman<>, double, nn::sgd, double> training(net, still, rows, {.epochs = 1, .batch = 6},
                                                                       nn::generator(1));
  training.step();
  const auto before = numbers(training.last_gradients().hidden_weight);
  for (const nn::time_flow& each : training.flow()) {
    CHECK(std::abs(each.dead - 3.0 / 8) < 1e-12);
    CHECK(each.saturated >= 3.0 / 8 - 1e-12);
    CHECK(each.saturated < 0.8);
  }
  CHECK(numbers(training.last_gradients().hidden_weight) == before);
}

TEST_CASE("recurrent: a flow through time is told in words", "[nn][recurrent]") {
  const auto told = [](double first, double last, double saturated, double dead) {
    std::vector<nn::time_flow> flow(5, {.state = 1, .gradient = last, .saturated = saturated, .dead = dead});
    flow[0].gradient = 0;  // not reached
    flow[1].gradient = first;
    std::string all;
    for (const std::string& each : nn::diagnose(flow)) all += each + "\n";
    return all;
  };
  CHECK(told(0.5, 1, 0.1, 0).empty());
  CHECK(told(1e-4, 1, 0, 0).starts_with("vanishing: the gradient is 1.0e-04 at step 1 and 1.0e+00 at step 4; "));
  CHECK(told(1e4, 1, 0, 0).starts_with("exploding: the gradient is 1.0e+04 at step 1 "));
  CHECK(told(1, 1, 0.95, 0.6).starts_with("dead: 60 % of the units"));
  CHECK(told(1, 1, 0.95, 0.4).starts_with("saturated: 95 % of the hidden states"));
  CHECK(told(1, std::nan(""), 0, 0).starts_with("not finite: step 2"));
  CHECK(nn::diagnose(std::span<const nn::time_flow>()).empty());
}

TEST_CASE("recurrent: wrong calls and divergence", "[nn][recurrent]") {
  const auto rows = some_rows<float>(10);
  says(message_of([] { nn::recurrent_network<nn::elman<>>(3, 0, 5, 4); }),
       {"recurrent_network(3, 0, 5, 4)", "at least 1"});
  auto wide = nn::recurrent_network<nn::elman<>>(4, 8, 5, 4);
  says(message_of([&] { (void)nn::train(wide, nn::sgd{}, rows, nn::recurrent_options{}); }), {"20 inputs", "15"});
  auto net = some_network<nn::elman<>, float>(8);
  says(message_of([&] { (void)nn::train(net, nn::sgd{}, rows, nn::recurrent_options{.batch = 0}); }),
       {"a batch of 0 rows"});
  says(message_of([&] { (void)nn::train(net, nn::sgd{}, rows, nn::recurrent_options{.clip = -1}); }), {"clip -1"});
  net.head.bias(0, 1) = std::numeric_limits<float>::quiet_NaN();
  nn::recurrent_trainer<nn::elman<>, float, nn::sgd, float> training(net, nn::sgd{}, rows, {}, nn::generator(1));
  says(message_of<nn::training_error>([&] { training.step(); }),
       {"not a number in epoch 1, batch 1 of 1", "every hidden state is finite"});
  net.bias(0, 1) = std::numeric_limits<float>::quiet_NaN();
  says(message_of<nn::training_error>([&] { training.step(); }),
       {"time step 0 is the first whose hidden state is not all finite"});
}
