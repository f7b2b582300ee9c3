// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include <cstdio>
#include <memory>
#include <string>

#include <ogive/nn/model_file.hpp>

#include "mnist/commands.hpp"
#include "mnist/model.hpp"

namespace mnist {

namespace nn = ogive::nn;

action add_export(CLI::App& command) {
  struct export_options {
    std::string model{}, file{};
  };
  const auto options = std::make_shared<export_options>();
  command.add_option("model", options->model, "file of a network or a checkpoint (.safetensors)")->required();
  command.add_option("file", options->file, "what to write: NAME.safetensors, the network without its training")
      ->required();
  return [options] {
    if (!options->file.ends_with(".safetensors"))
      throw usage_error(options->file + ": the format is told by the end of the name; write .safetensors");
    const model known = load_model(options->model);
    nn::tensor_file content = nn::tensors_of(known.net);
    for (const auto& [key, value] : known.metadata) {
      if (key != "run") content.metadata.emplace(key, value);
    }
    nn::write_safetensors(options->file, content);
    std::printf("%s: %zu parameters\n", options->file.c_str(), known.net.parameter_count());
    return done;
  };
}

}  // namespace mnist
