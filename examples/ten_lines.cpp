// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// An activation that no catalogue has, in ten lines with main: values, gradients, text, LaTeX, a C function, and a
// layer of a network that learns, all from the one line `wave`.
#include <cstdint>
#include <cstdio>

#include <ogive/nn.hpp>
#include <ogive/ogive.hpp>

namespace nn = ogive::nn;
using ogive::text, ogive::latex;

namespace {

/// Is one number odd and the other even? With 8 numbers each, a problem that no linear layer solves.
nn::labelled_rows<float> parity() {
  nn::labelled_rows<float> rows;
  rows.columns = rows.classes = 2;
  for (unsigned i = 0; i != 64; ++i) {
    rows.elements.push_back(static_cast<float>(i % 8));
    rows.elements.push_back(static_cast<float>(i / 8));
    rows.labels.push_back(static_cast<std::uint8_t>((i % 8 + i / 8) % 2));
  }
  return rows;
}

}  // namespace

using namespace ogive::symbols;

// [ten_lines]
constexpr auto wave = 0.1 * x + square(sin(param<"omega">(1) * x));
int main() {
  float in[] = {-2, -1, 0, 1, 2}, out[5], upstream[] = {1, 1, 1, 1, 1}, grad[5];
  ogive::map<wave>(in, out);
  const double by_omega = ogive::backward<wave>(in, upstream, grad)[param<"omega">];
  std::printf("%s\n%s\n%s", text<derive(wave)>.data(), latex<wave>.data(), ogive::c_function<wave>("wave").c_str());
  auto net = nn::make_network(nn::dense<wave>(2, 32), nn::dense<x>(32, 2));
  nn::train(net, nn::adam{.rate = 0.01}, parity(), {.epochs = 400});
  std::printf("f(2) = %g, omega: %g, right: %g\n", double{out[4]}, by_omega, evaluate(net, parity()).accuracy());
}
// [ten_lines]
