// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A training that is stopped anywhere and goes on from its file ends in the same bits as one that ran through; a file
// that does not fit is refused and changes nothing.
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/activations/catalogue.hpp>
#include <ogive/nn/checkpoint.hpp>

#include "folder.hpp"
#include "messages.hpp"

namespace {

namespace nn = ogive::nn;
using ogive::symbols::x;

nn::labelled_rows<std::uint8_t> some_rows(std::size_t count) {
  nn::labelled_rows<std::uint8_t> rows;
  rows.columns = 6;
  rows.classes = 3;
  rows.scale = 1.0 / 255;
  nn::generator random(4);
  for (std::size_t i = 0; i != count; ++i) {
    for (int j = 0; j != 6; ++j) rows.elements.push_back(static_cast<std::uint8_t>(random.below(256)));
    rows.labels.push_back(static_cast<std::uint8_t>(random.below(3)));
  }
  return rows;
}

auto some_network() {
  return nn::make_network(nn::dense<ogive::activations::prelu>(6, 19, nn::parameter_sharing::by_channel),
                          nn::dense<ogive::activations::swish_beta>(19, 7), nn::dense<x>(7, 3));
}
using network = decltype(some_network());

const nn::training_options some_options{.epochs = 3,
                                        .batch = 16,
                                        .seed = 9,
                                        .threads = 2,
                                        .schedule = nn::cosine_decay{.warm_up = 0.2},
                                        .label_smoothing = 0.1,
                                        .dropout = 0.25,
                                        .shift = {.pixels = 1, .height = 2, .width = 3},
                                        .frozen = {1}};

/// A network and its training, as they begin.
template <class Optimiser>
struct beginning {
  network net = some_network();
  const nn::labelled_rows<std::uint8_t>& rows;
  nn::trainer<network, Optimiser, std::uint8_t> training;

  static nn::generator initialised(network& net, std::uint64_t seed) {
    nn::generator random(seed);
    nn::initialise(net, random);
    return random;
  }
  explicit beginning(const nn::labelled_rows<std::uint8_t>& all, const nn::training_options& options = some_options,
                     const Optimiser& optimiser = {})
      : rows(all), training(net, optimiser, rows, options, initialised(net, options.seed)) {}
};

/// All bytes of where a training stands, but for the seconds.
template <class Optimiser>
std::vector<std::uint8_t> bytes_of(beginning<Optimiser>& from) {
  std::vector<std::uint8_t> all;
  for (const auto& [name, tensor] : nn::checkpoint_of(from.training).tensors) {
    if (name != "train.figures") all.insert(all.end(), tensor.bytes.begin(), tensor.bytes.end());
  }
  return all;
}

}  // namespace

TEMPLATE_TEST_CASE("checkpoint: stopped after any step and resumed, the bits are the same", "[nn][checkpoint]",
                   nn::adam, nn::sgd, nn::adamw) {
  const ogive::tests::folder place;
  const std::string file = place / "checkpoint.safetensors";
  const auto rows = some_rows(101);
  beginning<TestType> whole(rows);
  while (!whole.training.done()) whole.training.step();
  const auto expected = bytes_of(whole);
  for (std::size_t stop = 0; stop <= 3 * 7; ++stop) {
    CAPTURE(stop);
    {
      beginning<TestType> first(rows);
      for (std::size_t i = 0; i != stop; ++i) first.training.step();
      nn::save_checkpoint(file, first.training, {{"note", "mine"}});
    }
    beginning<TestType> second(rows);
    nn::resume(second.training, file);
    CHECK(second.training.optimiser().steps() == stop);
    while (!second.training.done()) second.training.step();
    CHECK(bytes_of(second) == expected);
  }
  const nn::tensor_file content = nn::read_safetensors(file);
  CHECK(content.metadata.at("note") == "mine");
  CHECK(content.metadata.at("epoch") == "3");
  CHECK(content.metadata.at("step") == "21");
  CHECK(content.metadata.at("seed") == "9");
  CHECK(content.tensors.contains("opt.m.act.0.slope"));
  CHECK_FALSE(content.tensors.contains("opt.m.1.weight"));  // it is frozen
  CHECK(content.tensors.at("opt.m.0.weight").shape == std::vector<std::size_t>{6, 19});
  network other = some_network();
  nn::load_model(file, other);  // a checkpoint is a model too
  CHECK(nn::tensors_of(other).tensors.at("2.weight").bytes == content.tensors.at("2.weight").bytes);
}

TEST_CASE("checkpoint: what does not fit is told at once and changes nothing", "[nn][checkpoint]") {
  const auto rows = some_rows(101);
  beginning<nn::adam> made(rows);
  for (int i = 0; i != 9; ++i) made.training.step();
  const nn::tensor_file good = nn::checkpoint_of(made.training);
  const auto refusal = [&](beginning<nn::adam>& other, const nn::tensor_file& content) {
    const auto before = bytes_of(other);
    const std::string message = message_of<nn::data_error>([&] { nn::resume(other.training, content, "some-file"); });
    CHECK(bytes_of(other) == before);
    return message;
  };
  nn::tensor_file bad = good;
  bad.tensors.erase("opt.v.0.bias");
  bad.tensors["train.counts"].shape = {5};
  bad.tensors["opt.m.7.weight"] = bad.tensors["0.bias"];
  bad.metadata["seed"] = "10";
  beginning<nn::adam> fresh(rows);
  says(refusal(fresh, bad),
       {"some-file: does not fit the training", "opt.v.0.bias is missing", "train.counts is U64 [5] instead of U64 [6]",
        "opt.m.7.weight is unknown", "the seed is 10 in the file and 9 in the training"});
  bad = good;
  bad.tensors["2.weight"].shape = {3, 7};
  says(refusal(fresh, bad), {"2.weight is [3, 7] instead of [7, 3]"});
  bad = good;
  bad.tensors["train.order"].bytes[0] ^= 1;
  says(refusal(fresh, bad), {"does not visit each of 101 rows once"});
  nn::training_options other_batch = some_options;
  other_batch.batch = 8;
  beginning<nn::adam> batch(rows, other_batch);
  says(refusal(batch, good), {"an epoch had 7 batches and has 13 now"});
  const auto fewer = some_rows(100);
  beginning<nn::adam> short_of_one(fewer);
  says(refusal(short_of_one, good), {"train.order is U32 [101] instead of U32 [100]"});
  says(refusal(fresh, nn::tensors_of(made.net)), {"opt.m.0.weight is missing", "train.random is missing"});
  nn::resume(fresh.training, good, "some-file");
  CHECK(bytes_of(fresh) == bytes_of(made));
}
