// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// PyTorch, as a program of its own: what mnist_torch.py prints is read.
#include <cstdio>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>

#include "trainer.hpp"

namespace ogive::bench {

trainer pytorch_trainer(const std::string& python, const std::string& script) {
  return {"PyTorch", [python, script](const training_task& task) {
            std::ostringstream words;
            words << python << " '" << script << "' '" << task.data << "' --batch " << task.batch << " --epochs "
                  << task.epochs << " --hidden";
            for (std::size_t i = 1; i + 1 != task.sizes.size(); ++i) words << ' ' << task.sizes[i];
            const std::string command = words.str();
            const auto close = [](std::FILE* pipe) { ::pclose(pipe); };
            const std::unique_ptr<std::FILE, decltype(close)> pipe(::popen(command.c_str(), "r"), close);
            if (!pipe) throw std::runtime_error("cannot run " + command);
            training_result result;
            double percent = 0;
            char line[512];
            while (std::fgets(line, sizeof line, pipe.get()) != nullptr) {
              (void)std::sscanf(line, "epoch %*d: %lf s", &result.seconds);
              (void)std::sscanf(line, "test accuracy %lf", &percent);
            }
            result.accuracy = percent / 100;
            if (result.seconds == 0 || percent == 0) throw std::runtime_error("no result from " + command);
            return result;
          }};
}

}  // namespace ogive::bench
