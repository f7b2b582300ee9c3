// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Dropout, shifted images, label smoothing, frozen layers, and how a training that diverges says so.
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
#include <ogive/activations/rectifiers.hpp>
#include <ogive/expr.hpp>
#include <ogive/nn/trainer.hpp>

#include "messages.hpp"

namespace {

namespace nn = ogive::nn;
using ogive::activations::prelu, ogive::activations::swish;
using ogive::symbols::x;

/// Eight numbers of noise a row around one of two places.
nn::labelled_rows<float> two_clouds(std::size_t count) {
  nn::labelled_rows<float> rows;
  rows.columns = 8;
  rows.classes = 2;
  nn::generator random(4);
  for (std::size_t i = 0; i != count; ++i) {
    const std::uint32_t label = random.below(2);
    for (int j = 0; j != 8; ++j) rows.elements.push_back(static_cast<float>(random.normal() + (label == 0 ? -1 : 1)));
    rows.labels.push_back(static_cast<std::uint8_t>(label));
  }
  return rows;
}

template <class M>
std::vector<typename M::value_type> numbers(const M& m) {
  std::vector<typename M::value_type> all;
  for (std::size_t i = 0; i != m.rows(); ++i) {
    for (std::size_t j = 0; j != m.columns(); ++j) all.push_back(m(i, j));
  }
  return all;
}

}  // namespace

TEST_CASE("dropout: that share becomes 0, the rest grows, the mean stays, as do derivatives", "[nn][dropout]") {
  const std::size_t batch = 500, out = 37;
  const nn::dense<prelu, double> layer(3, out);
  for (const double share : {0.0, 0.25, 0.5, 0.9}) {
    CAPTURE(share);
    auto tape = layer.make_tape(batch);
    for (std::size_t i = 0; i != batch; ++i) {
      for (std::size_t j = 0; j != out; ++j) tape.output(i, j) = tape.delta(i, j) = tape.parameter_slopes[0](i, j) = 1;
    }
    auto again = tape;
    nn::drop_out(tape, false, {0, batch}, share, 7, 3, 0);
    double dropped = 0, sum = 0;
    for (std::size_t i = 0; i != batch; ++i) {
      for (std::size_t j = 0; j != out; ++j) {
        const double y = tape.output(i, j);
        CHECK((y == 0 || std::abs(y * (1 - share) - 1) < 1e-4));
        REQUIRE(tape.delta(i, j) == y);
        REQUIRE(tape.parameter_slopes[0](i, j) == y);
        dropped += y == 0;
        sum += y;
      }
    }
    const double count = static_cast<double>(batch * out), noise = 5 * std::sqrt(share * (1 - share) / count);
    CHECK(std::abs(dropped / count - share) <= noise + 1e-4);
    CHECK(std::abs(sum / count - 1) <= noise / (1 - share) + 1e-4);
    for (const std::size_t first : {0U, 123U})  // in pieces, as threads do
      nn::drop_out(again, false, {first, first == 0 ? 123 : batch}, share, 7, 3, 0);
    CHECK(numbers(again.output) == numbers(tape.output));
  }
}

TEST_CASE("dropout: gradients are those of the network with these outputs left out", "[nn][dropout]") {
  auto net = nn::make_network(nn::dense<x, double>(5, 13), nn::dense<prelu, double>(13, 9), nn::dense<x, double>(9, 3));
  nn::generator random(3);
  nn::initialise(net, random);
  auto tape = net.make_tape(4);
  nn::matrix<double> rows(4, 5), upstream(4, 3);
  for (double* v : {rows.data(), upstream.data()}) {
    for (std::size_t i = 0; i != 4; ++i) {
      for (std::size_t j = 0; j != (v == rows.data() ? 5 : 3); ++j)
        v[i * (v == rows.data() ? rows.stride() : upstream.stride()) + j] = random.normal();
    }
  }
  const auto loss = [&] {  // ∑ upstream ∘ output
    net.transpose_weights(tape);
    net.forward(std::as_const(rows).view(), {0, 4}, tape, [&](std::size_t layer) {
      if (layer != 2) nn::drop_out(tape[layer], net.layer(layer).function.is_identity, {0, 4}, 0.5, 1, 2, layer);
    });
    double sum = 0;
    for (std::size_t i = 0; i != 4; ++i) {
      for (std::size_t j = 0; j != 3; ++j) sum += upstream(i, j) * tape[2].output(i, j);
    }
    return sum;
  };
  (void)loss();
  const auto gradients = net.backward(std::as_const(rows).view(), std::as_const(upstream).view(), tape);
  const auto check = [&](double& parameter, double gradient) {
    const double kept = parameter;
    parameter = kept + 1e-5;
    const double above = loss();
    parameter = kept - 1e-5;
    const double below = loss();
    parameter = kept;
    CHECK(std::abs((above - below) / 2e-5 - gradient) < 1e-8);
  };
  for (std::size_t i = 0; i != 5; ++i) {
    for (std::size_t j = 0; j != 13; ++j) check(net.layer(0).weight(i, j), gradients[0].weight(i, j));
  }
  for (std::size_t j = 0; j != 9; ++j) check(net.layer(1).bias(0, j), gradients[1].bias(0, j));
  check(net.layer(1).parameters(0, 0), gradients[1].parameters(0, 0));
}

TEST_CASE("shift: an image moves as a whole, what comes in is background", "[nn][augment]") {
  const std::size_t height = 5, width = 4;
  std::vector<float> image(height * width);
  for (std::size_t k = 0; k != image.size(); ++k) image[k] = static_cast<float>(k + 1);
  for (std::ptrdiff_t down = -6; down <= 6; ++down) {
    for (std::ptrdiff_t right = -5; right <= 5; ++right) {
      auto moved = image;
      nn::shift_image(moved.data(), height, width, down, right, -1.0F);
      bool right_everywhere = true;
      for (std::ptrdiff_t i = 0; i != 5; ++i) {
        for (std::ptrdiff_t j = 0; j != 4; ++j) {
          const std::ptrdiff_t row = i - down, column = j - right;
          const bool inside = 0 <= row && row < 5 && 0 <= column && column < 4;
          const float expected = inside ? image[static_cast<std::size_t>(row * 4 + column)] : -1.0F;
          right_everywhere = right_everywhere && moved[static_cast<std::size_t>(i * 4 + j)] == expected;
        }
      }
      CAPTURE(down, right);
      CHECK(right_everywhere);
    }
  }
}

TEST_CASE("shift: all places are met, by seed, step and row alone", "[nn][augment]") {
  nn::matrix<float> images(200, 49);
  const auto fill = [&] {
    images.fill_zero();
    for (std::size_t i = 0; i != 200; ++i) images(i, 24) = 1;  // a point in the middle of 7 × 7
  };
  const nn::random_shift shift{.pixels = 2, .height = 7, .width = 7};
  fill();
  shift(images.view(), {0, 200}, 0.0F, 1, 1);
  std::vector<int> met(49, 0);
  for (std::size_t i = 0; i != 200; ++i) {
    for (std::size_t j = 0; j != 49; ++j) met[j] += images(i, j) != 0;
  }
  for (std::size_t j = 0; j != 49; ++j) {
    const bool reachable = j / 7 >= 2 && j / 7 <= 4 && j % 7 >= 2 && j % 7 <= 4;
    const bool far = j / 7 >= 1 && j / 7 <= 5 && j % 7 >= 1 && j % 7 <= 5;
    if (reachable) CHECK(met[j] > 0);
    if (!far) CHECK(met[j] == 0);
  }
  const auto once = numbers(images);
  fill();
  shift(images.view(), {60, 200}, 0.0F, 1, 1);
  shift(images.view(), {0, 60}, 0.0F, 1, 1);
  CHECK(numbers(images) == once);
  fill();
  shift(images.view(), {0, 200}, 0.0F, 1, 2);
  CHECK(numbers(images) != once);
}

TEST_CASE("training: frozen layers keep their bits, the others learn as if these were constants", "[nn][training]") {
  const auto rows = two_clouds(200);
  const auto trained = [&](std::vector<std::size_t> frozen) {
    auto net = nn::make_network(nn::dense<prelu>(8, 20), nn::dense<swish>(20, 11), nn::dense<x>(11, 2));
    nn::generator random(5);
    nn::initialise(net, random);
    const auto before = net;
    nn::trainer<decltype(net), nn::adam, float> training(
        net, nn::adam{.rate = 0.01}, rows, {.epochs = 3, .batch = 16, .threads = 2, .frozen = frozen}, random);
    while (!training.done()) training.step();
    return std::pair(before, net);
  };
  for (const auto& frozen : std::vector<std::vector<std::size_t>>{{}, {0}, {1}, {0, 1}, {2}, {0, 2}}) {
    const auto [before, after] = trained(frozen);
    for (std::size_t i = 0; i != 3; ++i) {
      CAPTURE(i);
      const bool same = numbers(before.layer(i).weight) == numbers(after.layer(i).weight) &&
                        numbers(before.layer(i).bias) == numbers(after.layer(i).bias) &&
                        numbers(before.layer(i).parameters) == numbers(after.layer(i).parameters);
      CHECK(same == (std::ranges::find(frozen, i) != frozen.end()));
    }
    CHECK(nn::evaluate(after, rows).mean_loss() < 0.9 * nn::evaluate(before, rows).mean_loss());
  }
  says(message_of([&] { (void)trained({3}); }), {"layer 3 of 3 layers cannot be frozen"});
  says(message_of([&] { (void)trained({0, 1, 2}); }), {"all 3 layers are frozen"});
}

TEST_CASE("training: regularised, it learns, and threads change no bit", "[nn][training][threads]") {
  const auto rows = two_clouds(300);
  const auto trained = [&](std::size_t threads) {
    auto net = nn::make_network(nn::dense<swish>(8, 40), nn::dense<swish>(40, 20), nn::dense<x>(20, 2));
    (void)nn::train(net, nn::adam{.rate = 0.01}, rows,
                    {.epochs = 4,
                     .batch = 16,
                     .threads = threads,
                     .label_smoothing = 0.1,
                     .dropout = 0.2,
                     .shift = {.pixels = 1, .height = 2, .width = 4}});
    return net;
  };
  const auto one = trained(1);
  CHECK(nn::evaluate(one, rows).accuracy() > 0.9);
  for (const std::size_t threads : {2U, 5U})
    CHECK(numbers(one.layer(1).weight) == numbers(trained(threads).layer(1).weight));
}

TEST_CASE("training: options out of range are refused", "[nn][training]") {
  const auto rows = two_clouds(20);
  const auto refusal = [&](const nn::training_options& options) {
    auto net = nn::make_network(nn::dense<swish>(8, 4), nn::dense<x>(4, 2));
    return message_of([&] { (void)nn::train(net, nn::sgd{}, rows, options); });
  };
  says(refusal({.batch = 0}), {"a batch of 0 rows"});
  says(refusal({.dropout = 1}), {"a dropout of 1", "below 1"});
  says(refusal({.dropout = std::nan("")}), {"a dropout of"});
  says(refusal({.label_smoothing = -0.5}), {"a label smoothing of -0.5"});
  says(refusal({.shift = {.pixels = 1, .height = 3, .width = 3}}), {"images of 3 x 3", "8 elements"});
}

TEST_CASE("training: divergence names the layer, the epoch and the batch, and keeps the weights", "[nn][training]") {
  const auto rows = two_clouds(64);
  auto net = nn::make_network(nn::dense<prelu>(8, 6), nn::dense<prelu>(6, 5), nn::dense<x>(5, 2));
  nn::generator random(5);
  nn::initialise(net, random);
  net.layer(1).bias(0, 3) = std::numeric_limits<float>::infinity();
  const auto before = net;
  nn::trainer<decltype(net), nn::sgd, float> training(net, nn::sgd{}, rows, {.epochs = 1, .batch = 16}, random);
  says(message_of<nn::training_error>([&] { training.step(); }),
       {"epoch 1, batch 1 of 4", "layer 1 is the first whose outputs are not all finite", "lower the learning rate"});
  CHECK(numbers(net.layer(0).weight) == numbers(before.layer(0).weight));
}
