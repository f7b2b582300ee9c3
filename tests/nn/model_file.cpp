// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A network goes into a file and comes back bit for bit; what does not fit is told, all at once, and changes nothing.
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/activations/catalogue.hpp>
#include <ogive/nn/initialise.hpp>
#include <ogive/nn/model_file.hpp>
#include <ogive/nn/network.hpp>

#include "folder.hpp"
#include "messages.hpp"

namespace {

namespace nn = ogive::nn;
namespace activations = ogive::activations;
using ogive::symbols::x;

template <class T, auto F = activations::prelu>
auto some_network(std::uint64_t seed, std::size_t hidden = 19) {
  auto net =
      nn::make_network(nn::dense<F, T>(5, hidden), nn::dense<activations::swish, T>(hidden, 3), nn::dense<x, T>(3, 2));
  nn::generator random(seed);
  nn::initialise(net, random);
  for (std::size_t i = 0; i != net.depth(); ++i) {
    for (std::size_t j = 0; j != net.layer(i).outputs(); ++j) net.layer(i).bias(0, j) = static_cast<T>(random.normal());
  }
  return net;
}

template <class Network>
bool equal(const Network& a, const Network& b) {
  const nn::tensor_file one = nn::tensors_of(a), other = nn::tensors_of(b);
  return one.metadata == other.metadata && std::equal(one.tensors.begin(), one.tensors.end(), other.tensors.begin(),
                                                      other.tensors.end(), [](const auto& u, const auto& v) {
                                                        return u.first == v.first && u.second.shape == v.second.shape &&
                                                               u.second.bytes == v.second.bytes;
                                                      });
}

}  // namespace

TEMPLATE_TEST_CASE("model: a network comes back bit for bit", "[nn][model]", float, double) {
  const ogive::tests::folder place;
  const std::string file = place / "model.safetensors";
  auto net = some_network<TestType>(1);
  net.layer(0).parameters(0, 0) = TestType(0.375);
  nn::save_model(file, net);
  auto other = some_network<TestType>(2);
  CHECK_FALSE(equal(net, other));
  nn::load_model(file, other);
  CHECK(equal(net, other));
  const nn::tensor_file content = nn::read_safetensors(file);
  CHECK(content.tensors.at("0.weight").shape == std::vector<std::size_t>{5, 19});
  CHECK(content.tensors.at("act.0.slope").shape.empty());
  CHECK(content.metadata.at("act.1.formula") == std::string(ogive::text<activations::swish>));
  CHECK(content.metadata.at("architecture") == "5-19-3-2");
}

TEST_CASE("model: all differences are told at once and change nothing", "[nn][model]") {
  const auto net = some_network<float>(1);
  nn::tensor_file content = nn::tensors_of(net);
  content.tensors.erase("1.bias");
  content.tensors["0.bias"].type = "I32";
  content.tensors["2.weight"].shape = {2, 3};
  content.tensors["3.weight"] = content.tensors["2.bias"];
  content.tensors["opt.m.0.weight"] = content.tensors["2.bias"];
  content.metadata["act.1.formula"] = "x + 1";
  auto other = some_network<float>(2);
  const auto before = other;
  const std::string message = message_of<nn::data_error>([&] { nn::assign_tensors(other, content, "some-file"); });
  says(message,
       {"some-file: does not fit the network", "layer 1 has the activation x + 1 in the file and ",
        std::string(ogive::text<activations::swish>) + " in the network", "1.bias is missing",
        "0.bias is I32 instead of F32", "2.weight is [2, 3] instead of [3, 2]", "3.weight is unknown to the network"});
  CHECK(message.find("opt.") == std::string::npos);
  CHECK(equal(before, other));
}

TEST_CASE("model: other sizes and other types are refused, a file without formulas is taken", "[nn][model]") {
  auto net = some_network<float>(1);
  says(message_of<nn::data_error>([&] { nn::assign_tensors(net, nn::tensors_of(some_network<float>(2, 20)), "f"); }),
       {"0.weight is [5, 20] instead of [5, 19]", "0.bias is [20] instead of [19]", "1.weight is [20, 3]"});
  says(message_of<nn::data_error>([&] { nn::assign_tensors(net, nn::tensors_of(some_network<double>(2)), "f"); }),
       {"0.weight is F64 instead of F32"});
  says(message_of<nn::data_error>(
           [&] { nn::assign_tensors(net, nn::tensors_of(some_network<float, activations::relu>(2)), "f"); }),
       {"layer 0 has the activation", "act.0.slope is missing"});
  nn::tensor_file foreign = nn::tensors_of(some_network<float>(3));
  foreign.metadata.clear();
  nn::assign_tensors(net, foreign, "f");
  CHECK(nn::tensors_of(net).tensors.at("1.weight").bytes == foreign.tensors.at("1.weight").bytes);
}
