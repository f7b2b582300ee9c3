// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Training as a whole, on a small set made here: it learns, one seed is one result, and what is not a number is
// refused.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/activations/gates.hpp>
#include <ogive/activations/rectifiers.hpp>
#include <ogive/activations/sigmoids.hpp>
#include <ogive/expr.hpp>
#include <ogive/nn/random.hpp>
#include <ogive/nn/trainer.hpp>

#include "kernel/allocations.hpp"
#include "messages.hpp"

namespace {

namespace nn = ogive::nn;

/// Three noisy clusters in the plane, as bytes; `count` rows.
nn::labelled_rows<std::uint8_t> clusters(std::size_t count) {
  nn::labelled_rows<std::uint8_t> rows;
  rows.columns = 2;
  rows.classes = 3;
  rows.scale = 1.0 / 255;
  nn::generator random(99);
  for (std::size_t i = 0; i != count; ++i) {
    const std::uint32_t label = random.below(3);
    const double angle = 2.1 * label;
    for (const double centre : {std::cos(angle), std::sin(angle)}) {
      rows.elements.push_back(static_cast<std::uint8_t>(128 + 70 * centre + 12 * (2 * random.uniform() - 1)));
    }
    rows.labels.push_back(static_cast<std::uint8_t>(label));
  }
  return rows;
}

auto small_network() {
  return nn::make_network(nn::dense<ogive::activations::prelu>(2, 9), nn::dense<ogive::symbols::x>(9, 3));
}

/// The bits of everything that was learnt.
template <class Network>
std::vector<float> learnt(const Network& net) {
  std::vector<float> all;
  for (std::size_t i = 0; i != net.depth(); ++i) {
    const auto& layer = net.layer(i);
    for (std::size_t in = 0; in != layer.inputs(); ++in) {
      for (std::size_t out = 0; out != layer.outputs(); ++out) all.push_back(layer.weight(in, out));
    }
    for (const nn::matrix<float>* m : {&layer.bias, &layer.parameters})
      all.insert(all.end(), m->data(), m->data() + m->storage_size());
  }
  return all;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

}  // namespace

TEST_CASE("training: the loss falls and the set is learnt, with each optimiser", "[nn][training]") {
  const auto rows = clusters(301);  // the last batch of an epoch is smaller
  const auto learns = [&](const auto& optimiser) {
    auto net = small_network();
    const auto history = nn::train(net, optimiser, rows, {.epochs = 12, .batch = 8});
    REQUIRE(history.size() == 12);
    CHECK(history.back().sum.mean_loss() < 0.2 * history.front().sum.mean_loss());
    CHECK(nn::evaluate(net, rows).accuracy() > 0.99);
    CHECK(net.layer(0).parameters(0, 0) != 0.25F);  // the slope is learnt too
  };
  learns(nn::sgd{.rate = 0.3});
  learns(nn::sgd{.rate = 0.05, .momentum = 0.9, .nesterov = true});
  learns(nn::adam{.rate = 0.02});
  learns(nn::adamw{.rate = 0.02});
}

TEST_CASE("training: the same seed gives the same bits, another seed others", "[nn][training]") {
  const auto rows = clusters(100);
  const auto run = [&](std::uint64_t seed) {
    auto net = small_network();
    (void)nn::train(net, nn::adam{}, rows, {.epochs = 2, .batch = 16, .seed = seed});
    return learnt(net);
  };
  const std::vector<float> once = run(1);
  CHECK(same_bits(once, run(1)));
  CHECK_FALSE(same_bits(once, run(2)));
}

TEST_CASE("training: a schedule is asked for each step and scales the rate", "[nn][training]") {
  const auto rows = clusters(100);
  const auto run = [&](double rate, const nn::rate_schedule& schedule) {
    auto net = small_network();
    (void)nn::train(net, nn::sgd{.rate = rate}, rows, {.epochs = 3, .batch = 16, .schedule = schedule});
    return learnt(net);
  };
  CHECK(same_bits(run(0.25, {}), run(0.25, nn::constant_rate{})));
  CHECK(same_bits(run(0.25, {}), run(0.5, [](std::uint64_t, std::uint64_t) { return 0.5; })));
  CHECK_FALSE(same_bits(run(0.25, {}), run(0.25, nn::linear_decay{})));
  std::vector<std::uint64_t> asked;
  (void)run(0.25, [&](std::uint64_t step, std::uint64_t steps) {
    CHECK(steps == 3 * 7);
    asked.push_back(step);
    return 1.0;
  });
  REQUIRE(asked.size() == 3 * 7);
  for (std::size_t k = 0; k != asked.size(); ++k) CHECK(asked[k] == k);
}

TEST_CASE("training: any number of threads gives the same bits", "[nn][training][threads]") {
  const auto rows = clusters(150);
  const auto run = [&](const auto& optimiser, std::size_t threads) {
    auto net = nn::make_network(nn::dense<ogive::activations::prelu>(2, 70),
                                nn::dense<ogive::activations::swish>(70, 61), nn::dense<ogive::symbols::x>(61, 3));
    (void)nn::train(net, optimiser, rows, {.epochs = 2, .batch = 37, .threads = threads});
    return learnt(net);
  };
  const std::vector<float> one = run(nn::adam{}, 1);
  for (const std::size_t threads : {2U, 3U, 7U, 64U}) {  // more than rows of the last batch too
    CAPTURE(threads);
    CHECK(same_bits(one, run(nn::adam{}, threads)));
  }
  CHECK(same_bits(run(nn::sgd{}, 1), run(nn::sgd{}, 3)));
  CHECK_FALSE(same_bits(one, run(nn::sgd{}, 1)));
}

TEST_CASE("training: from the second step on nothing is allocated", "[nn][training]") {
  const auto rows = clusters(100);
  for (const std::size_t threads : {1U, 2U}) {
    auto net = small_network();
    std::size_t steps = 0;
    int after_first = 0, after_last = 0;
    nn::training_options options{.epochs = 1, .batch = 8, .threads = threads};
    options.on_batch = [&](const nn::training_progress& at) {
      if (++steps == 1) after_first = allocations;
      if (at.step == at.steps) after_last = allocations;
    };
    (void)nn::train(net, nn::adam{}, rows, options);
    CAPTURE(threads);
    CHECK(after_first > 0);
    CHECK(after_last == after_first);
  }
}

TEST_CASE("training: progress is reported for each batch and epoch", "[nn][training]") {
  const auto rows = clusters(50);
  auto net = small_network();
  std::size_t batches = 0;
  std::size_t epochs = 0;
  nn::training_options options{.epochs = 3, .batch = 16};
  options.on_batch = [&](const nn::training_progress& at) {
    ++batches;
    CHECK(at.steps == 4);
    CHECK(at.step == (batches - 1) % 4 + 1);
    CHECK(at.sum.rows == std::min<std::size_t>(16 * at.step, 50));
  };
  options.on_epoch = [&](const nn::training_progress& at) {
    CHECK(at.epoch == ++epochs);
    CHECK(at.sum.rows == 50);
    CHECK(at.seconds > 0);
  };
  (void)nn::train(net, nn::sgd{}, rows, options);
  CHECK(batches == 12);
  CHECK(epochs == 3);
}

TEST_CASE("training: a batch larger than the set, and a batch of 1", "[nn][training]") {
  const auto rows = clusters(10);
  for (const std::size_t batch : {std::size_t{1}, std::size_t{1000}}) {
    auto net = small_network();
    const auto history = nn::train(net, nn::sgd{}, rows, {.epochs = 1, .batch = batch});
    CHECK(history.front().sum.rows == 10);
  }
}

TEST_CASE("training: what is not finite is refused", "[nn][training]") {
  nn::labelled_rows<float> rows{.elements = {0, 1, 1, 0}, .labels = {0, 1}, .columns = 2, .classes = 3};
  auto net = small_network();
  CHECK_NOTHROW(nn::train(net, nn::sgd{}, rows, {.epochs = 1}));
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    rows.elements[3] = bad;
    CHECK_THROWS_AS(nn::train(net, nn::sgd{}, rows, {.epochs = 1}), nn::data_error);
    says(message_of([&] { (void)nn::train(net, nn::sgd{}, rows, {.epochs = 1}); }), {"row 1, column 1 is"});
  }
  CHECK_THROWS_AS(nn::train(net, nn::sgd{.rate = 1e30}, clusters(64), {.epochs = 2, .batch = 8}), nn::training_error);
}

TEST_CASE("training: rows that do not fit the network are refused", "[nn][training]") {
  auto net = small_network();
  auto rows = clusters(4);
  rows.classes = 4;
  says(message_of([&] { (void)nn::train(net, nn::sgd{}, rows); }), {"ogive::nn::train", "4 classes"});
  says(message_of([&] { (void)nn::evaluate(net, nn::labelled_rows<float>{}); }), {"there are no rows"});
  says(message_of([&] { (void)nn::train(net, nn::sgd{}, clusters(4), {.threads = 0}); }), {"0 threads"});
}

TEST_CASE("random: the generator and the shuffle are fixed for ever", "[nn][random]") {
  nn::generator random(42);
  CHECK(random() == 1546998764402558742U);
  CHECK(random() == 6990951692964543102U);
  std::vector<std::uint32_t> items{0, 1, 2, 3, 4, 5, 6, 7};
  nn::shuffle(items, random);
  CHECK(std::set<std::uint32_t>(items.begin(), items.end()).size() == 8);
  std::size_t counts[5]{};
  for (int i = 0; i != 50000; ++i) ++counts[random.below(5)];
  for (const std::size_t count : counts) CHECK(std::abs(static_cast<double>(count) - 10000) < 400);
}
