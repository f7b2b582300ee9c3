// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <ogive/nn/evaluate.hpp>
#include <ogive/nn/idx.hpp>

#include "mnist/commands.hpp"
#include "mnist/model.hpp"
#include "mnist/pictures.hpp"

namespace mnist {
namespace {

namespace nn = ogive::nn;

struct predict_options {
  std::string model{};
  std::vector<std::string> files{};
  std::size_t most = 10;
  bool json = false;
};

}  // namespace

action add_predict(CLI::App& command) {
  const auto options = std::make_shared<predict_options>();
  command.add_option("model", options->model, "file of a network (.safetensors)")->required();
  command
      .add_option("pictures", options->files, "IDX files of images, plain or .gz, or PNG or PGM pictures of a digit")
      ->required()
      ->expected(-1);
  command.add_option("--most", options->most, "of an IDX file the first so many images")
      ->check(whole_number(1, 1'000'000))
      ->capture_default_str();
  command.add_flag("--json", options->json, "nothing but one JSON array on standard output");
  return [options] {
    const model known = load_model(options->model);
    const auto seen = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(known.net.inputs()))));
    if (seen * seen != known.net.inputs())
      throw nn::data_error(options->model + ": its network takes " + std::to_string(known.net.inputs()) +
                           " numbers, which are no square picture; predict needs one");
    const std::size_t side = known.pool * seen;
    nlohmann::json answer = nlohmann::json::array();
    for (const std::string& file : options->files) {
      images rows = read_pictures(file, side, side, options->most);
      rows.classes = known.net.outputs();
      see_as(known, options->model, rows);
      nn::predict(known.net, rows, [&](std::size_t row, std::span<const float> probabilities, std::uint8_t) {
        std::vector<std::size_t> order(probabilities.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return probabilities[a] > probabilities[b]; });
        order.resize(std::min<std::size_t>(3, order.size()));
        const std::string name = rows.rows() == 1 ? file : file + "[" + std::to_string(row) + "]";
        if (options->json) {
          nlohmann::json top = nlohmann::json::array();
          for (const std::size_t k : order) top.push_back({{"digit", k}, {"probability", probabilities[k]}});
          answer.push_back({{"picture", name}, {"top", top}});
          return;
        }
        std::printf("%s:", name.c_str());
        for (const std::size_t k : order) std::printf("  %zu %6.2f %%", k, 100 * static_cast<double>(probabilities[k]));
        std::printf("\n");
      });
    }
    if (options->json) std::printf("%s\n", answer.dump(2).c_str());
    return done;
  };
}

}  // namespace mnist
