// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// ONNX models: read again by a decoder of their own and computed operator by operator in double, they give what the
// network gives; every activation of the catalogue is written so.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/activations/catalogue.hpp>
#include <ogive/base/hana.hpp>
#include <ogive/expr.hpp>
#include <ogive/nn/evaluate.hpp>
#include <ogive/nn/initialise.hpp>
#include <ogive/nn/onnx.hpp>

#include "folder.hpp"

namespace {

namespace nn = ogive::nn;
namespace activations = ogive::activations;

/// The fields of a message: number → contents, in their order. A whole number is kept as its eight bytes.
using fields = std::multimap<unsigned, std::string>;

fields decode(std::string_view message) {
  fields all;
  std::size_t at = 0;
  const auto varint = [&] {
    std::uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(message.at(at++));
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at != message.size()) {
    const std::uint64_t key = varint();
    const auto field = static_cast<unsigned>(key >> 3);
    if ((key & 7) == 0) {
      const std::uint64_t value = varint();
      all.emplace(field, std::string(reinterpret_cast<const char*>(&value), 8));
    } else {
      REQUIRE((key & 7) == 2);
      const auto length = static_cast<std::size_t>(varint());
      REQUIRE(length <= message.size() - at);
      all.emplace(field, std::string(message.substr(at, length)));
      at += length;
    }
  }
  return all;
}

std::vector<std::string> each(const fields& of, unsigned field) {
  std::vector<std::string> all;
  for (auto [at, end] = of.equal_range(field); at != end; ++at) all.push_back(at->second);
  return all;
}
std::string one(const fields& of, unsigned field) {
  const auto all = each(of, field);
  REQUIRE(all.size() == 1);
  return all[0];
}
std::int64_t whole(const std::string& bytes) {
  std::int64_t value = 0;
  std::memcpy(&value, bytes.data(), 8);
  return value;
}

/// A row of numbers, or one for all columns.
using row = std::vector<double>;

double operation(const std::string& op, double a, double b, double c) {
  static const std::map<std::string, std::function<double(double, double, double)>> known{
      {"Add", [](double u, double v, double) { return u + v; }},
      {"Sub", [](double u, double v, double) { return u - v; }},
      {"Mul", [](double u, double v, double) { return u * v; }},
      {"Div", [](double u, double v, double) { return u / v; }},
      {"Neg", [](double u, double, double) { return -u; }},
      {"Exp", [](double u, double, double) { return std::exp(u); }},
      {"Log", [](double u, double, double) { return std::log(u); }},
      {"Sqrt", [](double u, double, double) { return std::sqrt(u); }},
      {"Abs", [](double u, double, double) { return std::abs(u); }},
      {"Sign", [](double u, double, double) { return static_cast<double>((u > 0) - (u < 0)); }},
      {"Tanh", [](double u, double, double) { return std::tanh(u); }},
      {"Atanh", [](double u, double, double) { return std::atanh(u); }},
      {"Sigmoid", [](double u, double, double) { return 1 / (1 + std::exp(-u)); }},
      {"Softplus", [](double u, double, double) { return u > 30 ? u : std::log1p(std::exp(u)); }},
      {"Erf", [](double u, double, double) { return std::erf(u); }},
      {"Sin", [](double u, double, double) { return std::sin(u); }},
      {"Cos", [](double u, double, double) { return std::cos(u); }},
      {"Atan", [](double u, double, double) { return std::atan(u); }},
      {"Asinh", [](double u, double, double) { return std::asinh(u); }},
      {"Floor", [](double u, double, double) { return std::floor(u); }},
      {"Pow", [](double u, double v, double) { return std::pow(u, v); }},
      {"Max", [](double u, double v, double) { return std::max(u, v); }},
      {"Min", [](double u, double v, double) { return std::min(u, v); }},
      {"Less", [](double u, double v, double) { return u < v ? 1.0 : 0.0; }},
      {"LessOrEqual", [](double u, double v, double) { return u <= v ? 1.0 : 0.0; }},
      {"Where", [](double u, double v, double w) { return u != 0 ? v : w; }},
  };
  const auto found = known.find(op);
  CAPTURE(op);
  REQUIRE(found != known.end());
  return found->second(a, b, c);
}

/// The probabilities that a model gives for one row, and every value on the way.
std::map<std::string, row> run(const std::string& model, const row& x) {
  const fields top = decode(model);
  CHECK(whole(one(top, 1)) == 8);
  CHECK(whole(one(decode(one(top, 8)), 2)) == 17);
  const fields graph = decode(one(top, 7));
  std::map<std::string, row> values{{"x", x}};
  std::map<std::string, std::vector<std::int64_t>> shapes;
  for (const std::string& bytes : each(graph, 5)) {
    const fields tensor = decode(bytes);
    CHECK(whole(one(tensor, 2)) == 1);
    const std::string name = one(tensor, 8), raw = one(tensor, 9);
    std::size_t count = 1;
    for (const std::string& size : each(tensor, 1)) {
      shapes[name].push_back(whole(size));
      count *= static_cast<std::size_t>(whole(size));
    }
    REQUIRE(raw.size() == 4 * count);
    REQUIRE(!values.contains(name));
    for (std::size_t k = 0; k != count; ++k) {
      float value = 0;
      std::memcpy(&value, raw.data() + 4 * k, 4);
      values[name].push_back(static_cast<double>(value));
    }
  }
  for (const std::string& bytes : each(graph, 1)) {
    const fields node = decode(bytes);
    const std::string op = one(node, 4), output = one(node, 2);
    REQUIRE(!one(node, 3).empty());
    REQUIRE(!values.contains(output));  // every name once
    std::vector<row> in;
    for (const std::string& name : each(node, 1)) {
      REQUIRE(values.contains(name));  // nothing is used before it is made
      in.push_back(values[name]);
    }
    row result;
    if (op == "Gemm") {
      const std::size_t out = in[2].size();
      REQUIRE(in[1].size() == in[0].size() * out);
      for (std::size_t j = 0; j != out; ++j) {
        double sum = in[2][j];
        for (std::size_t i = 0; i != in[0].size(); ++i) sum += in[0][i] * in[1][i * out + j];
        result.push_back(sum);
      }
    } else if (op == "Softmax") {
      CHECK(whole(one(decode(one(node, 5)), 3)) == -1);
      const double greatest = *std::max_element(in[0].begin(), in[0].end());
      double total = 0;
      for (const double value : in[0]) total += std::exp(value - greatest);
      for (const double value : in[0]) result.push_back(std::exp(value - greatest) / total);
    } else {
      std::size_t size = 0;
      for (const row& each_input : in) size = std::max(size, each_input.size());
      const auto at = [&](std::size_t k, std::size_t j) {
        return k >= in.size() ? 0 : in[k][in[k].size() == 1 ? 0 : j];
      };
      for (std::size_t j = 0; j != size; ++j) result.push_back(operation(op, at(0, j), at(1, j), at(2, j)));
    }
    values[output] = result;
  }
  REQUIRE(values.contains("probabilities"));
  return values;
}

/// Where the activation of a network of one layer and none after it has put its value: what softmax takes in.
row activated(const std::string& model, const row& x) {
  const fields graph = decode(one(decode(model), 7));
  const fields last = decode(each(graph, 1).back());
  return run(model, x).at(one(last, 1));
}

template <auto F>
void check_activation(std::string_view name) {
  if constexpr (ogive::detail::inputs_of<std::remove_cvref_t<decltype(F)>>.size == 1 &&
                ogive::detail::result_count<std::remove_cvref_t<decltype(F)>> == 1 &&
                !ogive::detail::reads_rows<std::remove_cvref_t<decltype(F)>>) {
    const std::vector<double> places{-30,  -8,  -3.5, -2,  -1,  -0.75, -1e-3, -1e-6, 0, 1e-6,
                                     1e-3, 0.3, 1,    1.5, 2.5, 3,     6,     9,     30};
    auto net = nn::make_network(nn::dense<F, double>(places.size(), places.size()));
    for (std::size_t i = 0; i != places.size(); ++i) net.layer(0).weight(i, i) = 1;  // the activation alone
    const row got = activated(nn::onnx_of(net), places);
    auto tape = net.make_tape(1);
    nn::matrix<double> x(1, places.size());
    std::copy(places.begin(), places.end(), x.data());
    const auto expected = net.infer(std::as_const(x).view(), tape);
    for (std::size_t i = 0; i != places.size(); ++i) {
      CAPTURE(std::string(name), places[i]);
      // numbers in the model are floats, and ONNX has no erfc
      CHECK(std::abs(got[i] - expected(0, i)) <= 4e-7 * std::abs(expected(0, i)) + 1e-7 * (1 + std::abs(places[i])));
    }
  } else {
    (void)name;
  }
}

}  // namespace

TEST_CASE("onnx: every activation of the catalogue that a layer can have", "[nn][onnx]") {
  ogive::hana::for_each(activations::catalogue,
                        [](auto entry) { check_activation<decltype(entry)::formula>(entry.name); });
}

TEST_CASE("onnx: a whole network gives its probabilities", "[nn][onnx]") {
  auto net = nn::make_network(nn::dense<activations::prelu>(6, 11, nn::parameter_sharing::by_channel),
                              nn::dense<activations::swish_beta>(11, 7), nn::dense<ogive::symbols::x>(7, 4));
  nn::generator random(1);
  nn::initialise(net, random);
  for (std::size_t j = 0; j != 11; ++j) net.layer(0).parameters(0, j) = static_cast<float>(random.normal());
  net.layer(1).parameters(0, 0) = 1.7F;
  for (std::size_t j = 0; j != 7; ++j) net.layer(1).bias(0, j) = static_cast<float>(random.normal());
  nn::labelled_rows<std::uint8_t> rows;
  rows.columns = 6;
  rows.classes = 4;
  rows.scale = 1.0 / 64;
  rows.shift = -1.5;
  for (int k = 0; k != 6 * 20; ++k) rows.elements.push_back(static_cast<std::uint8_t>(random.below(256)));
  rows.labels.resize(20, 0);
  const std::string model = nn::onnx_of(net, {.scale = rows.scale, .shift = rows.shift});
  nn::predict(net, rows, [&](std::size_t i, std::span<const float> expected, std::uint8_t) {
    const row got = run(model, row(rows.elements.begin() + static_cast<std::ptrdiff_t>(6 * i),
                                   rows.elements.begin() + static_cast<std::ptrdiff_t>(6 * i + 6)))
                        .at("probabilities");
    for (std::size_t k = 0; k != 4; ++k) CHECK(std::abs(got[k] - static_cast<double>(expected[k])) < 1e-5);
  });
  const ogive::tests::folder place;
  nn::write_onnx(place / "model.onnx", net, {.scale = rows.scale, .shift = rows.shift});
  const auto written = nn::detail::read_bytes(place / "model.onnx");
  CHECK(std::string(written.begin(), written.end()) == model);
  const auto metadata = each(decode(model), 14);
  REQUIRE(metadata.size() == 3);
  CHECK(one(decode(metadata[1]), 2) == std::string(ogive::text<activations::swish_beta>));
}
