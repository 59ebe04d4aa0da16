# azmlinfsrv hands gunicorn "-b 0.0.0.0:<port>", and neither an option nor GUNICORN_CMD_ARGS outweighs that.
# This hook runs before the sockets are made.
def on_starting(arbiter):
    arbiter.cfg.set("bind", ["127.0.0.1:%d" % port for _, port in arbiter.cfg.address])
